import type { EndedExecution } from './ports.ts';

/** Selects runs that ended between `from` and `to` (both inclusive) and started at or after `startedSince`. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
  readonly startedSince: Date;
}

/** One day, although the function runs hourly, so that no run is missed after an outage of some hours. */
const DEFAULT_HOURS = 24;
/** Step Functions keeps an execution for 90 days. */
const MAX_HOURS = 90 * 24;

/**
 * Runs that ended less than ten minutes ago are skipped, because their regular notification may still be in progress.
 */
const SETTLING_SECONDS = 600;

export interface Request {
  readonly now: Date;
  /** Length of the window, 1 to 2160 hours. */
  readonly windowHours?: number | undefined;
  readonly longestRunSeconds: number;
}

/** @throws RangeError if windowHours or longestRunSeconds is out of range */
export function windowFor({ now, windowHours = DEFAULT_HOURS, longestRunSeconds }: Request): Window {
  if (!(windowHours >= 1 && windowHours <= MAX_HOURS)) {
    throw new RangeError(
      `windowHours is ${windowHours}; it must be 1 to ${MAX_HOURS} (Step Functions keeps executions for 90 days).`,
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

/** True if the run ended in the window. */
export function isInWindow({ stoppedAt }: EndedExecution, { from, to }: Window): boolean {
  return stoppedAt >= from && stoppedAt <= to;
}
