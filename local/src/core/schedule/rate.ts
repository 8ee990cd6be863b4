const UNIT_MS: { readonly [unit: string]: number } = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Parses `rate(1 minute)`, `rate(5 hours)`, …; returns milliseconds, undefined if it is not valid. */
export const parseRate = (expression: string): number | undefined => {
  const found = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (!found) return undefined;
  const [, count = '', unit = '', plural] = found;
  return (count === '1') === (plural === '') ? Number(count) * (UNIT_MS[unit] ?? 0) : undefined;
};

/**
 * The first time after `afterMs` that is a multiple of `intervalMs` after the second of `fromMs`. Schedules that were
 * created in the same second are due together and share their commits.
 */
export const nextByRate = (intervalMs: number, fromMs: number, afterMs: number): number => {
  const startMs = Math.floor(fromMs / 1_000) * 1_000;
  return startMs + (Math.floor(Math.max(afterMs - startMs, 0) / intervalMs) + 1) * intervalMs;
};
