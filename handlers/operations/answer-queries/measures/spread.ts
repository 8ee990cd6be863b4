import type { Spread } from '../../../../api/types.generated.ts';

/**
 * Median and 90th percentile of durations in milliseconds, exact, by the nearest-rank method: the smallest duration that is
 * at least as long as half, or as nine tenths, of all. The answer is in whole seconds, rounded down.
 */
export function spreadOf(durationsMs: readonly number[]): Spread {
  const count = durationsMs.length;
  if (count === 0) return { count };
  const sorted = durationsMs.toSorted((left, right) => left - right);
  const nearest = (percent: number) => sorted[Math.ceil((percent / 100) * count) - 1] ?? 0;
  return { count, p50Seconds: seconds(nearest(50)), p90Seconds: seconds(nearest(90)) };
}

/** A time of another clock may be earlier than the time before it. Such a duration counts as zero. */
const seconds = (ms: number): number => Math.max(0, Math.floor(ms / 1_000));

/** Milliseconds between two times; empty if one of them is missing. */
export function between(from: string | undefined, to: string | undefined): readonly number[] {
  return from === undefined || to === undefined ? [] : [Date.parse(to) - Date.parse(from)];
}
