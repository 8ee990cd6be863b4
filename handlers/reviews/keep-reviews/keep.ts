import type { EndedReviewState } from '../../../events/states.ts';
import type { ApplicationView } from '../../shared/application-record.ts';
import { batchesOf } from '../../shared/batches-of.ts';
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
import type { Prompt } from './prompt.ts';
import { type RemindPorts, remind } from './remind.ts';

export interface Ports extends RemindPorts {
  readonly ledger: PendingReviewLedger;
  readonly findTokens: FindTokens;
  readonly viewApplication: ViewApplication;
  readonly sendHeartbeat: SendHeartbeat;
  readonly hasRunFailed: HasRunFailed;
  readonly finishDecision: FinishDecision;
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
  /** An error occurred, possibly in the mail after the heartbeat; the next invocation retries. */
  readonly failed: number;
  /** A mail said that the review is due soon. */
  readonly reminded: number;
  /** A mail said that the review is overdue. */
  readonly escalated: number;
  /** The earliest request of the reviews that are still open; undefined if none is. */
  readonly oldestRequestedAt: string | undefined;
}

type Result = Exclude<keyof Summary, 'reminded' | 'escalated' | 'oldestRequestedAt'>;

/** A review after this invocation. */
interface Kept {
  readonly result: Result;
  /** The mail that was sent about the review. */
  readonly prompt?: Prompt['kind'] | undefined;
  readonly requestedAt: string;
}

const isOpen = (result: Result): boolean => result !== 'finished' && result !== 'closed';

/** Maximum number of reviews in progress. Step Functions allows bursts of some hundred calls. */
const CONCURRENT_REVIEWS = 10;

/**
 * Renews the heartbeat of each pending review, closes ended reviews, and sends the mails about those that are due soon
 * or overdue. One failure does not stop the others.
 */
export async function keepReviews(ports: Ports): Promise<Summary> {
  const reviews: Kept[] = [];
  for await (const page of ports.ledger.openPages()) {
    for (const batch of batchesOf(page, CONCURRENT_REVIEWS)) {
      const tokens = await ports.findTokens(batch);
      const kept = await Promise.all(batch.map((entry) => keepOrReport(ports, entry, tokens.get(entry.applicationId))));
      reviews.push(...kept);
    }
  }
  const count = (wanted: Result) => reviews.filter(({ result }) => result === wanted).length;
  const mailed = (kind: Prompt['kind']) => reviews.filter(({ prompt }) => prompt === kind).length;
  const open = reviews.filter(({ result }) => isOpen(result));
  const [oldestRequestedAt] = open.map(({ requestedAt }) => requestedAt).toSorted();
  return {
    alive: count('alive'),
    finished: count('finished'),
    closed: count('closed'),
    left: count('left'),
    failed: count('failed'),
    reminded: mailed('reminder'),
    escalated: mailed('escalation'),
    oldestRequestedAt,
  };
}

async function keepOrReport(ports: Ports, entry: KeptReview, taskToken: string | undefined): Promise<Kept> {
  const { applicationId, requestedAt } = entry;
  try {
    const result = await keepReview(ports, entry, taskToken);
    const prompt = isOpen(result) ? await remind(ports, entry) : undefined;
    return { result, prompt, requestedAt };
  } catch (error) {
    ports.onFailure(applicationId, error);
    return { result: 'failed', requestedAt };
  }
}

async function keepReview(ports: Ports, entry: KeptReview, taskToken: string | undefined): Promise<Result> {
  const { applicationId } = entry;
  if (isAbandoned(entry, ports.now())) {
    await ports.finishDecision(applicationId);
    return 'finished';
  }
  if (taskToken !== undefined && (await ports.sendHeartbeat(taskToken)) === 'ALIVE') return 'alive';
  const state = await endOf(ports, entry, await ports.viewApplication(applicationId));
  if (state === undefined) return 'left';
  await ports.ledger.close({ applicationId, review: entry, state, now: ports.now() });
  return 'closed';
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
