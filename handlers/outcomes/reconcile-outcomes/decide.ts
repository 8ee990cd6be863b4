import { isDecided } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Ending } from '../../shared/notification/ending.ts';
import type { EndedExecution, Mark } from './ports.ts';

/** Which ends are looked at: those of `from` to `to`, of runs started since `startedSince`. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
  readonly startedSince: Date;
}

/** A day: the schedule passes over each end many times, and an outage of a night leaves no gap. */
const DEFAULT_HOURS = 24;
/** Step Functions keeps an execution for 90 days. */
const MAX_HOURS = 90 * 24;

/** The regular way takes seconds; an end that has just come is left to it. */
const SETTLING_SECONDS = 600;

export interface Request {
  readonly now: Date;
  /** How far back to look, 1 to 2160 hours. */
  readonly windowHours?: number | undefined;
  readonly longestRunSeconds: number;
}

/** @throws RangeError for a number of hours or seconds that is not allowed */
export function windowFor({ now, windowHours = DEFAULT_HOURS, longestRunSeconds }: Request): Window {
  if (!(windowHours >= 1 && windowHours <= MAX_HOURS)) {
    throw new RangeError(
      `windowHours is ${windowHours}; it must be 1 to ${MAX_HOURS}, as long as executions are kept.`,
    );
  }
  if (!(longestRunSeconds > 0)) throw new RangeError(`longestRunSeconds is ${longestRunSeconds}; it must be over 0.`);
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  const windowSeconds = windowHours * 3600;
  return {
    from: before(windowSeconds),
    to: before(SETTLING_SECONDS),
    startedSince: before(windowSeconds + longestRunSeconds),
  };
}

/** True for an end in the window. */
export function isInWindow({ stoppedAt }: EndedExecution, { from, to }: Window): boolean {
  return stoppedAt >= from && stoppedAt <= to;
}

/** A run that succeeded and was told about needs no look; one that failed may have left its outcome unannounced. */
export function needsLook({ status }: EndedExecution, mark: Mark | undefined): boolean {
  return mark === undefined || (mark === 'SENT' && status !== 'SUCCEEDED');
}

/**
 * True when nobody can know whether the recorded outcome was announced: the run recorded it and then ended without
 * success. A run that succeeded has announced it, as its last state does not end before the bus has the event.
 */
export function mayBeUnannounced(ending: Ending, record: ApplicationRecord): boolean {
  return ending.status !== 'SUCCEEDED' && record.executionArn === ending.executionArn && isDecided(record.state);
}

/** The same for every announcement of the same outcome. */
export function announcementKey({ id, state, updatedAt }: ApplicationRecord): string {
  return `ANNOUNCEMENT#${id}#${state}#${updatedAt}`;
}
