import { createHash } from 'node:crypto';
import type { ApplicationState } from '../../../events/states.ts';
import type { ApplicationRecord } from '../application-record.ts';
import type { Ending } from './ending.ts';

/** Error name of an execution whose submission does not match its schema. */
export const INVALID_APPLICATION = 'InvalidApplicationException';

/** The outcome of a run in its notification: the application's state, or the kind of failure. */
export type RunOutcome = ApplicationState | 'INVALID' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The outcome of an ended run; undefined if the record belongs to another run, so that this run was a duplicate. */
export function runOutcomeOf(ending: Ending, record: ApplicationRecord | undefined): RunOutcome | undefined {
  if (ending.status !== 'SUCCEEDED') return ending.error === INVALID_APPLICATION ? 'INVALID' : ending.status;
  return record?.executionArn === ending.executionArn ? record.state : undefined;
}

/**
 * Longer inputs do not enter the key: status-change events omit them, so the key would differ from the reconciler's.
 */
const MAX_COMPARED_LENGTH = 65_536;

/**
 * Idempotency key of a notification. The key from a status-change event equals the key that the reconciler computes. A
 * redriven run ends again at another time, so it gets a new notification. An invalid submission that is sent again
 * starts a new run with the same input; it gets no second notification.
 */
export function notificationKey(ending: Ending, outcome: RunOutcome): string {
  if (outcome === 'INVALID' && ending.input !== '' && ending.input.length <= MAX_COMPARED_LENGTH) {
    return `INVALID#${createHash('sha256').update(ending.input).digest('hex')}`;
  }
  return endingKey(ending);
}

/** Key of one end of one run. A redriven run has several ends. */
export function endingKey({
  executionArn,
  status,
  stoppedAt,
}: Pick<Ending, 'executionArn' | 'status' | 'stoppedAt'>): string {
  return `${executionArn}#${status}#${stoppedAt.toISOString()}`;
}

const LEASE_SECONDS = 40;

/**
 * End of the lease on a notification that is claimed at `now`. The lease is longer than sending may take (see
 * subscribers.ts) and shorter than the queue's visibility timeout, so a redelivered message finds the lease expired.
 */
export function claimedUntil(now: Date): Date {
  return new Date(now.getTime() + LEASE_SECONDS * 1000);
}
