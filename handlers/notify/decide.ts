import { createHash } from 'node:crypto';
import type { ApplicationState } from '../../events/states.ts';
import type { ApplicationRecord } from '../shared/application-record.ts';
import type { Ending } from './status-change.ts';

/** The error under which the workflow ends for a submission that breaks its schema. */
export const INVALID_APPLICATION = 'InvalidApplicationException';

/** How an application's run ended, in the words of the notification. */
export type Outcome = ApplicationState | 'INVALID' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What there is to tell about the end of a run: nothing, if it was one that only found a duplicate. */
export function outcomeOf(ending: Ending, record: ApplicationRecord | undefined): Outcome | undefined {
  if (ending.status !== 'SUCCEEDED') return ending.error === INVALID_APPLICATION ? 'INVALID' : ending.status;
  return record?.executionArn === ending.executionArn ? record.state : undefined;
}

/**
 * The same for every telling of the same outcome. A redriven run ends again, at another time, and is told again; an
 * invalid submission sent again is a new run with the same input, and is not.
 */
export function notificationKey(ending: Ending, outcome: Outcome): string {
  if (outcome === 'INVALID' && ending.input !== '') {
    return `INVALID#${createHash('sha256').update(ending.input).digest('hex')}`;
  }
  return `${ending.executionArn}#${ending.status}#${ending.stoppedAt.toISOString()}`;
}

const CLAIM_SECONDS = 40;

/**
 * Until when a claim made at `now` keeps others away: twice the function's timeout, and less than the minute Lambda
 * waits before it repeats a failed asynchronous invocation.
 */
export function claimedUntil(now: Date): Date {
  return new Date(now.getTime() + CLAIM_SECONDS * 1000);
}
