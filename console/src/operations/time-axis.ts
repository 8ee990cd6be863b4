/** A part of the axis between two times at which something happened. Milliseconds since 1970. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  /** True if the span is drawn shorter than its duration, because it is far longer than the others. */
  readonly isFolded: boolean;
}

/** An axis on which the times of a run have their places. */
export interface TimeAxis {
  readonly spans: readonly Span[];
  /** Place of a time, from 0 to 100. Times outside of the axis have the place of its nearest end. */
  readonly place: (ms: number) => number;
}

/** A shorter time is never folded. */
const SHORTEST_FOLD_MS = 10_000;
/** A time is folded if it is this many times as long as all shorter ones together. */
const FOLD_FACTOR = 3;
/** Length of a folded time, as a share of all others together. */
const FOLDED_SHARE = 0.2;

/** The axis on which all these times have a place. Long times without an event are folded. */
export function timeAxis(timesMs: readonly number[]): TimeAxis {
  const times = [...new Set(timesMs)].sort((a, b) => a - b);
  const gaps = times.slice(1).map((toMs, index) => ({ fromMs: times[index] ?? toMs, toMs }));
  const longest = foldedAbove(gaps.map(({ fromMs, toMs }) => toMs - fromMs));
  const spans = gaps.map((gap) => ({ ...gap, isFolded: gap.toMs - gap.fromMs > longest }));
  const shownMs = sum(spans.filter(({ isFolded }) => !isFolded).map(({ fromMs, toMs }) => toMs - fromMs));
  const foldedMs = Math.max(1, shownMs * FOLDED_SHARE);
  const lengths = spans.map(({ fromMs, toMs, isFolded }) => (isFolded ? foldedMs : toMs - fromMs));
  const totalMs = sum(lengths);
  const place = (ms: number): number => {
    if (totalMs === 0) return 0;
    const passed = spans.map(({ fromMs, toMs }, index) => {
      const share = Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
      return share * (lengths[index] ?? 0);
    });
    return (sum(passed) / totalMs) * 100;
  };
  return { spans, place };
}

/** The longest time that is not folded. */
function foldedAbove(lengthsMs: readonly number[]): number {
  let shorterMs = 0;
  for (const length of lengthsMs.toSorted((a, b) => a - b)) {
    if (length >= SHORTEST_FOLD_MS && length > FOLD_FACTOR * shorterMs) return length - 1;
    shorterMs += length;
  }
  return Number.POSITIVE_INFINITY;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
