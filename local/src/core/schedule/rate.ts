const UNIT_MS: { readonly [unit: string]: number } = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Parses `rate(1 minute)`, `rate(5 hours)`, …; returns milliseconds, undefined if it is not valid. */
export const parseRate = (expression: string): number | undefined => {
  const found = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (!found) return undefined;
  const [, count = '', unit = '', plural] = found;
  return (count === '1') === (plural === '') ? Number(count) * (UNIT_MS[unit] ?? 0) : undefined;
};

/** The first time after `afterMs` that is a multiple of `intervalMs` after `fromMs`. */
export const nextByRate = (intervalMs: number, fromMs: number, afterMs: number): number =>
  fromMs + (Math.floor(Math.max(afterMs - fromMs, 0) / intervalMs) + 1) * intervalMs;
