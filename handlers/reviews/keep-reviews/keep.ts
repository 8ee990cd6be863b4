import type { ReviewState } from '../../../events/states.ts';
import type { ApplicationView } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ViewApplication } from '../../shared/reviews/ports.ts';
import { endOfReview, isAbandoned } from './decide.ts';
import type { FinishDecision, HasRunFailed, KeptReview, PendingReviewLedger, SendHeartbeat } from './ports.ts';

export interface Ports {
  readonly ledger: PendingReviewLedger;
  readonly viewApplication: ViewApplication;
  readonly sendHeartbeat: SendHeartbeat;
  readonly hasRunFailed: HasRunFailed;
  readonly finishDecision: FinishDecision;
  readonly now: Clock;
  /** A review that could not be kept this time; the error's message may quote its token. */
  readonly onFailure: (applicationId: string, error: unknown) => void;
}

/** How many reviews were kept alive, decided, closed, left as they are, and could not be dealt with this time. */
export interface Summary {
  readonly alive: number;
  readonly finished: number;
  readonly closed: number;
  readonly left: number;
  readonly failed: number;
}

type Result = keyof Summary;

/** Step Functions allows a bucket of some hundred heartbeats; this many at a time stay well below it. */
const CONCURRENT_REVIEWS = 10;

/** Renews the heartbeat of every pending review and closes those that ended elsewhere. One failing stops no other. */
export async function keepReviews(ports: Ports): Promise<Summary> {
  const results: Result[] = [];
  for await (const page of ports.ledger.pendingPages()) {
    for (let start = 0; start < page.length; start += CONCURRENT_REVIEWS) {
      const batch = page.slice(start, start + CONCURRENT_REVIEWS);
      results.push(...(await Promise.all(batch.map((entry) => keepReview(ports, entry)))));
    }
  }
  const count = (result: Result) => results.filter((item) => item === result).length;
  return {
    alive: count('alive'),
    finished: count('finished'),
    closed: count('closed'),
    left: count('left'),
    failed: count('failed'),
  };
}

async function keepReview(ports: Ports, entry: KeptReview): Promise<Result> {
  try {
    if (isAbandoned(entry, ports.now())) {
      await ports.finishDecision(entry.applicationId);
      return 'finished';
    }
    if ((await ports.sendHeartbeat(entry.taskToken)) === 'ALIVE') return 'alive';
    const { applicationId, requestedAt } = entry;
    const state = await endOf(ports, await ports.viewApplication(applicationId));
    if (state === undefined) return 'left';
    await ports.ledger.close({ applicationId, requestedBy: new Date(requestedAt), state, now: ports.now() });
    return 'closed';
  } catch (error) {
    ports.onFailure(entry.applicationId, error);
    return 'failed';
  }
}

/**
 * What became of a review whose token is gone. One that a failed run left behind has expired: the run is redriven, or
 * the application submitted anew, and then asks anew.
 */
async function endOf(
  ports: Ports,
  application: ApplicationView | undefined,
): Promise<Exclude<ReviewState, 'PENDING'> | undefined> {
  if (application === undefined) return undefined;
  const end = endOfReview(application.state);
  if (end !== undefined) return end;
  return (await ports.hasRunFailed(application.executionArn)) ? 'REVIEW_EXPIRED' : undefined;
}
