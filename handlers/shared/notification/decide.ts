import { createHash } from 'node:crypto';
import type { ApplicationState } from '../../../events/states.ts';
import type { ApplicationRecord } from '../application-record.ts';
import type { Ending } from './ending.ts';

/** The error under which the workflow ends for a submission that breaks its schema. */
export const INVALID_APPLICATION = 'InvalidApplicationException';

/** How an application's run ended, in the words of the notification. */
export type RunOutcome = ApplicationState | 'INVALID' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What there is to tell about the end of a run: nothing, if it was one that only found a duplicate. */
export function runOutcomeOf(ending: Ending, record: ApplicationRecord | undefined): RunOutcome | undefined {
  if (ending.status !== 'SUCCEEDED') return ending.error === INVALID_APPLICATION ? 'INVALID' : ending.status;
  return record?.executionArn === ending.executionArn ? record.state : undefined;
}

/** An end is told by event and can be read from the execution; events leave out input that is not much longer. */
const MAX_COMPARED_LENGTH = 65_536;

/**
 * The same for every telling of the same outcome, whoever tells it. A redriven run ends again, at another time, and is
 * told again; an invalid submission sent again is a new run with the same input, and is not.
 */
export function notificationKey(ending: Ending, outcome: RunOutcome): string {
  if (outcome === 'INVALID' && ending.input !== '' && ending.input.length <= MAX_COMPARED_LENGTH) {
    return `INVALID#${createHash('sha256').update(ending.input).digest('hex')}`;
  }
  return endingKey(ending);
}

/** One end of one run. */
export function endingKey({
  executionArn,
  status,
  stoppedAt,
}: Pick<Ending, 'executionArn' | 'status' | 'stoppedAt'>): string {
  return `${executionArn}#${status}#${stoppedAt.toISOString()}`;
}

const CLAIM_SECONDS = 40;

/**
 * Until when a claim made at `now` keeps others away: longer than sending may take (see subscribers.ts), and less than
 * the minute Lambda waits before it repeats a failed asynchronous invocation.
 */
export function claimedUntil(now: Date): Date {
  return new Date(now.getTime() + CLAIM_SECONDS * 1000);
}
