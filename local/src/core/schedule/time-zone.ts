const DAY_MS = 86_400_000;

/** The offset of a time zone from UTC at a moment (epoch milliseconds), in milliseconds. */
type OffsetAt = (ms: number) => number;

/** A time zone of the IANA database. A wall time is the local date and time as if it were in UTC, in milliseconds. */
export interface TimeZone {
  wallTimeOf(ms: number): number;
  /**
   * The moment with this wall time. A wall time that occurs twice, when clocks go back, is the first of the two.
   * Undefined for a wall time that clocks skip when they go forward.
   */
  momentOf(wallMs: number): number | undefined;
}

/** The time zone with this name, e.g. `Europe/Vienna` or `UTC`; undefined for an unknown name. */
export const timeZone = (name: string): TimeZone | undefined => {
  const offsetAt = offsetReader(name);
  return (
    offsetAt && {
      wallTimeOf: (ms) => ms + offsetAt(ms),
      momentOf: (wallMs) => {
        const offsets = [offsetAt(wallMs - DAY_MS), offsetAt(wallMs + DAY_MS)];
        const moments = offsets.map((offset) => wallMs - offset).filter((ms) => ms + offsetAt(ms) === wallMs);
        return moments.length === 0 ? undefined : Math.min(...moments);
      },
    }
  );
};

const offsetReader = (name: string): OffsetAt | undefined => {
  if (name === 'UTC') return () => 0;
  const format = formatOf(name);
  return format && ((ms) => wallTime(format, ms) - Math.floor(ms / 1_000) * 1_000);
};

/** Intl also accepts offsets such as `+05:00`, which are no names of the database. */
const formatOf = (timeZone: string): Intl.DateTimeFormat | undefined => {
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const wallTime = (format: Intl.DateTimeFormat, ms: number): number => {
  const parts = format.formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
};
