import { createHash } from 'node:crypto';
import type { ApplicationState } from '../../../events/states.ts';
import type { ApplicationRecord } from '../application-record.ts';
import type { Ending } from './ending.ts';

/** Error name of an execution whose submission does not match its schema. */
export const INVALID_APPLICATION = 'InvalidApplicationException';

/** How a run ended, as the notification names it: the application's state, or why the run failed. */
export type RunOutcome = ApplicationState | 'INVALID' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The outcome of an ended run; undefined if the record belongs to another run, so that this run was a duplicate. */
export function runOutcomeOf(ending: Ending, record: ApplicationRecord | undefined): RunOutcome | undefined {
  if (ending.status !== 'SUCCEEDED') return ending.error === INVALID_APPLICATION ? 'INVALID' : ending.status;
  return record?.executionArn === ending.executionArn ? record.state : undefined;
}

/** Longer inputs are not compared: status-change events leave out long inputs, but DescribeExecution returns them. */
const MAX_COMPARED_LENGTH = 65_536;

/**
 * Idempotency key of a notification: the same for event and reconciler. A redriven run ends again at another time and gets a
 * new notification. An invalid submission that is sent again starts a new run with the same input and gets no second one.
 */
export function notificationKey(ending: Ending, outcome: RunOutcome): string {
  if (outcome === 'INVALID' && ending.input !== '' && ending.input.length <= MAX_COMPARED_LENGTH) {
    return `INVALID#${createHash('sha256').update(ending.input).digest('hex')}`;
  }
  return endingKey(ending);
}

/** Key of one end of one run. */
export function endingKey({
  executionArn,
  status,
  stoppedAt,
}: Pick<Ending, 'executionArn' | 'status' | 'stoppedAt'>): string {
  return `${executionArn}#${status}#${stoppedAt.toISOString()}`;
}

const LEASE_SECONDS = 40;

/**
 * End of the lease on a notification claimed at `now`. The lease is longer than sending may take (see subscribers.ts) and
 * shorter than the queue hides a failed message before it delivers it again.
 */
export function claimedUntil(now: Date): Date {
  return new Date(now.getTime() + LEASE_SECONDS * 1000);
}
