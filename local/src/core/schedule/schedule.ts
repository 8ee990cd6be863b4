import { nextByCron, parseCron } from './cron.ts';
import { nextByRate, parseRate } from './rate.ts';

/**
 * Returns the next time after `afterMs`; undefined if there is none. The intervals of a rate expression start at
 * `fromMs`.
 */
export type Schedule = (afterMs: number, fromMs: number) => number | undefined;

/** Parses `rate(…)` or `cron(…)`; undefined if it is not valid. */
export const parseSchedule = (expression: string): Schedule | undefined => {
  const intervalMs = parseRate(expression);
  if (intervalMs !== undefined) return (afterMs, fromMs) => nextByRate(intervalMs, fromMs, afterMs);
  const cron = parseCron(expression);
  return cron && ((afterMs) => nextByCron(cron, afterMs));
};
