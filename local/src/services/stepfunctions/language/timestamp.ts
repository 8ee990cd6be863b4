/**
 * For example `2016-03-14T01:59:00Z` or `2016-03-14T01:59:00.123+01:00`. The zone is required, seconds are optional.
 */
const OFFSET_DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** An instant with nanosecond precision, which comparisons need. */
export interface Instant {
  readonly epochMs: number;
  /** The nanoseconds within the millisecond. */
  readonly nanoseconds: number;
}

/** Parses an ISO 8601 extended offset date-time; undefined for any other text and for a date that does not exist. */
export function parseInstant(text: string): Instant | undefined {
  const found = OFFSET_DATE_TIME.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = ''] = found;
  const fields = [year, month, day, hour, minute, second].map(Number);
  const epochMs = Date.UTC(fields[0] ?? 0, (fields[1] ?? 0) - 1, ...fields.slice(2));
  if (!sameFields(epochMs, fields)) return undefined;
  const digits = fraction.padEnd(9, '0');
  return {
    epochMs: epochMs - offsetMs(zone) + Number(digits.slice(0, 3)),
    nanoseconds: Number(digits.slice(3)),
  };
}

/** Whether a definition may contain the text as a timestamp: RFC 3339 with capital T and Z, on an existing day. */
export const isRfc3339 = (text: string): boolean => RFC3339.test(text) && parseInstant(text) !== undefined;

/** Negative, zero or positive if `left` is before, equal to or after `right`. */
export const compareInstants = (left: Instant, right: Instant): number =>
  left.epochMs - right.epochMs || left.nanoseconds - right.nanoseconds;

/** False if Date normalized a field, as for the 30th of February or 25 o'clock. */
function sameFields(epochMs: number, fields: readonly number[]): boolean {
  const date = new Date(epochMs);
  const actual = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  return actual.every((field, index) => field === fields[index]);
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
