const UNIT_MS: { readonly [unit: string]: number } = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The interval of `rate(1 minute)`, `rate(5 hours)`, … in milliseconds; undefined for anything else. */
export const parseRate = (expression: string): number | undefined => {
  const found = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (!found) return undefined;
  const [, count = '', unit = '', plural] = found;
  return (count === '1') === (plural === '') ? Number(count) * (UNIT_MS[unit] ?? 0) : undefined;
};

/** The first multiple of the interval after `fromMs` that lies after `afterMs`. */
export const nextByRate = (intervalMs: number, fromMs: number, afterMs: number): number =>
  fromMs + (Math.floor(Math.max(afterMs - fromMs, 0) / intervalMs) + 1) * intervalMs;
