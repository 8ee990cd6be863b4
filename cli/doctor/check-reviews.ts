import { paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import { listQueues } from '../../repair/dead-letters/queues.ts';
import type { Clients } from '../clients.ts';
import { REVIEW_QUEUE } from '../system-names.ts';
import { age, duration } from '../terminal/durations.ts';
import type { Check, Finding } from './finding.ts';
import { type PendingReview, pendingReviews } from './pending-reviews.ts';

/** A pending review causes a warning if its deadline is less than 3 days away. */
const SOON_MS = 3 * 86_400_000;

/** Checks that no pending review is past its deadline, and that a function consumes the review queue. */
export const checkReviews: Check = async (clients, now) => [
  pendingFinding(await pendingReviews(clients), now),
  workerFinding(await workerStates(clients)),
];

/**
 * The finding about pending reviews, with the oldest review and the nearest deadline, which may be of another review.
 */
export function pendingFinding(
  reviews: readonly Pick<PendingReview, 'applicationId' | 'requestedAt' | 'reviewDeadline'>[],
  now: Date,
): Finding {
  const check = 'pending reviews';
  const [oldest] = reviews.toSorted((a, b) => a.requestedAt.localeCompare(b.requestedAt));
  const [nearest] = reviews.toSorted((a, b) => a.reviewDeadline.localeCompare(b.reviewDeadline));
  if (oldest === undefined || nearest === undefined) return { check, severity: 'ok', text: 'none' };
  const leftMs = Date.parse(nearest.reviewDeadline) - now.getTime();
  const since = age(new Date(oldest.requestedAt), now);
  const left = leftMs > 0 ? `${duration(leftMs)} away` : `${duration(-leftMs)} ago`;
  const text = `${reviews.length}; the oldest is ${oldest.applicationId}, for ${since}; the nearest deadline is of ${nearest.applicationId}, ${left}`;
  if (leftMs <= 0)
    return { check, severity: 'fail', text, remedy: `the run should have ended: apps executions --running` };
  if (leftMs < SOON_MS) return { check, severity: 'warn', text, remedy: 'have it decided before its deadline' };
  return { check, severity: 'ok', text };
}

/** States of the event source mappings of the review queue. Empty if the stack is deployed with reviewWorker=off. */
export async function workerStates({ lambda, sqs }: Clients): Promise<readonly string[]> {
  const queue = (await listQueues(sqs)).find(({ name }) => name === REVIEW_QUEUE);
  if (queue?.arn === undefined) return [];
  const states: string[] = [];
  const request = { EventSourceArn: queue.arn };
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client: lambda }, request))
    states.push(...EventSourceMappings.map(({ State = 'Unknown' }) => State));
  return states;
}

const STOPPED = new Set(['Disabled', 'Disabling', 'Deleting']);

export function workerFinding(states: readonly string[]): Finding {
  const check = 'review worker';
  if (states.length === 0) {
    const remedy = 'correct if reviewWorker=off and you run your own consumer; otherwise deploy the stack';
    return { check, severity: 'warn', text: 'no function consumes the review queue', remedy };
  }
  const stopped = states.find((state) => STOPPED.has(state));
  if (stopped === undefined) return { check, severity: 'ok', text: states.join(', ') };
  const remedy = 'aws lambda update-event-source-mapping --enabled --uuid … (aws lambda list-event-source-mappings)';
  return { check, severity: 'fail', text: `its event source mapping is ${stopped}`, remedy };
}
