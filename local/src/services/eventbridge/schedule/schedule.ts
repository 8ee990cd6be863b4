import { nextByCron, parseCron } from './cron.ts';
import { nextByRate, parseRate } from './rate.ts';

/** When a schedule comes next: the first time after `afterMs`, intervals counted from `fromMs`; undefined when never. */
export type Schedule = (afterMs: number, fromMs: number) => number | undefined;

/** Reads `rate(…)` or `cron(…)`; undefined when it is not valid. */
export const parseSchedule = (expression: string): Schedule | undefined => {
  const intervalMs = parseRate(expression);
  if (intervalMs !== undefined) return (afterMs, fromMs) => nextByRate(intervalMs, fromMs, afterMs);
  const cron = parseCron(expression);
  return cron && ((afterMs) => nextByCron(cron, afterMs));
};
