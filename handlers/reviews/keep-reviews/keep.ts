import type { EndedReviewState } from '../../../events/states.ts';
import type { ApplicationView } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ViewApplication } from '../../shared/reviews/ports.ts';
import { endOfReview, isAbandoned } from './decide.ts';
import type {
  FindTokens,
  FinishDecision,
  HasRunFailed,
  KeptReview,
  PendingReviewLedger,
  SendHeartbeat,
} from './ports.ts';

export interface Ports {
  readonly ledger: PendingReviewLedger;
  readonly findTokens: FindTokens;
  readonly viewApplication: ViewApplication;
  readonly sendHeartbeat: SendHeartbeat;
  readonly hasRunFailed: HasRunFailed;
  readonly finishDecision: FinishDecision;
  readonly now: Clock;
  /** Called for each review that failed. Must not log the error's message, which may contain the task token. */
  readonly onFailure: (applicationId: string, error: unknown) => void;
}

/** Number of reviews by result. */
export interface Summary {
  /** The heartbeat was renewed. */
  readonly alive: number;
  /** A decision that decide-reviews had noted but not confirmed was finished. */
  readonly finished: number;
  /** The wait in the workflow had already ended, so the entry was closed. */
  readonly closed: number;
  /** The token is no longer valid, but the record does not yet show how the review ended. The entry was not changed. */
  readonly left: number;
  /** An error occurred; the next invocation retries. */
  readonly failed: number;
  /** The earliest request of the reviews that are still open; undefined if none is. */
  readonly oldestRequestedAt: string | undefined;
}

type Result = Exclude<keyof Summary, 'oldestRequestedAt'>;

/** A review after this invocation. */
interface Kept {
  readonly result: Result;
  readonly requestedAt: string;
}

/** Maximum number of concurrent SendTaskHeartbeat calls. Step Functions allows bursts of some hundred calls. */
const CONCURRENT_REVIEWS = 10;

/** Renews the heartbeat of each pending review and closes ended reviews. One failure does not stop the others. */
export async function keepReviews(ports: Ports): Promise<Summary> {
  const reviews: Kept[] = [];
  for await (const page of ports.ledger.openPages()) {
    for (let start = 0; start < page.length; start += CONCURRENT_REVIEWS) {
      const batch = page.slice(start, start + CONCURRENT_REVIEWS);
      const tokens = await ports.findTokens(batch);
      const results = await Promise.all(
        batch.map((entry) => keepReview(ports, entry, tokens.get(entry.applicationId))),
      );
      reviews.push(...results.map((result, index) => ({ result, requestedAt: batch[index]?.requestedAt ?? '' })));
    }
  }
  const count = (wanted: Result) => reviews.filter(({ result }) => result === wanted).length;
  const open = reviews.filter(({ result }) => result !== 'finished' && result !== 'closed');
  const [oldestRequestedAt] = open.map(({ requestedAt }) => requestedAt).toSorted();
  return {
    alive: count('alive'),
    finished: count('finished'),
    closed: count('closed'),
    left: count('left'),
    failed: count('failed'),
    oldestRequestedAt,
  };
}

async function keepReview(ports: Ports, entry: KeptReview, taskToken: string | undefined): Promise<Result> {
  try {
    if (isAbandoned(entry, ports.now())) {
      await ports.finishDecision(entry.applicationId);
      return 'finished';
    }
    if (taskToken !== undefined && (await ports.sendHeartbeat(taskToken)) === 'ALIVE') return 'alive';
    const { applicationId } = entry;
    const state = await endOf(ports, entry, await ports.viewApplication(applicationId));
    if (state === undefined) return 'left';
    await ports.ledger.close({ applicationId, review: entry, state, now: ports.now() });
    return 'closed';
  } catch (error) {
    ports.onFailure(entry.applicationId, error);
    return 'failed';
  }
}

/**
 * Final state of a review whose token is no longer valid; undefined if the final state is not known yet. If the run
 * failed, the review counts as expired: a redrive of the run, or a new submission, requests a new review.
 */
async function endOf(
  ports: Ports,
  { round = 0 }: KeptReview,
  application: ApplicationView | undefined,
): Promise<EndedReviewState | undefined> {
  if (application === undefined) return undefined;
  if ((application.informationRequests?.length ?? 0) > round) return 'REVIEW_RETURNED';
  const end = endOfReview(application.state);
  if (end !== undefined) return end;
  return (await ports.hasRunFailed(application.executionArn)) ? 'REVIEW_EXPIRED' : undefined;
}
