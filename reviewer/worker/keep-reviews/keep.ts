import type { ViewApplication } from '../shared/applications-view.ts';
import type { Clock } from '../shared/clock.ts';
import type { ReviewEntry } from '../shared/review-entry.ts';
import { endOfReview } from './decide.ts';
import type { Ledger, SendHeartbeat } from './ports.ts';

export interface Ports {
  readonly ledger: Ledger;
  readonly viewApplication: ViewApplication;
  readonly sendHeartbeat: SendHeartbeat;
  readonly now: Clock;
}

/** How many reviews were kept alive, closed, left as they are, and could not be dealt with this time. */
export interface Summary {
  readonly alive: number;
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
      const group = page.slice(start, start + CONCURRENT_REVIEWS);
      results.push(...(await Promise.all(group.map((entry) => keepReview(ports, entry)))));
    }
  }
  const count = (result: Result) => results.filter((item) => item === result).length;
  return { alive: count('alive'), closed: count('closed'), left: count('left'), failed: count('failed') };
}

async function keepReview(ports: Ports, entry: ReviewEntry): Promise<Result> {
  try {
    if ((await ports.sendHeartbeat(entry.taskToken)) === 'ALIVE') return 'alive';
    const end = endOfReview((await ports.viewApplication(entry.applicationId))?.state);
    if (end === undefined) return 'left';
    await ports.ledger.close(entry, end, ports.now());
    return 'closed';
  } catch {
    return 'failed';
  }
}
