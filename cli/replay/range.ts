import { CommandFailure, EXIT } from '../failures.ts';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const BEFORE_NOW = /^-(\d{1,6})([smhdw])$/;
const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

export interface Range {
  readonly from: Date;
  /** End of the range, exclusive. */
  readonly to: Date;
}

/**
 * Parses a time range. Allowed times: ISO 8601 (a date means midnight UTC), "now", or relative to now: -90s, -30m, -2h,
 * -7d.
 * @throws CommandFailure if a time has another form, or if the range is empty
 */
export function readRange(from: string, to: string, now: Date): Range {
  const range = { from: readMoment('--from', from, now), to: readMoment('--to', to, now) };
  if (range.from < range.to) return range;
  const reason = `--from ${range.from.toISOString()} must be before --to ${range.to.toISOString()}.`;
  throw new CommandFailure(EXIT.usage, reason);
}

function readMoment(option: string, text: string, now: Date): Date {
  if (text === 'now') return now;
  const [, count, unit] = BEFORE_NOW.exec(text) ?? [];
  if (unit !== undefined && unit in UNIT_MS)
    return new Date(now.getTime() - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  const moment = new Date(text);
  if (DATE.test(text) && !Number.isNaN(moment.getTime())) return moment;
  const allowed = 'a time such as 2026-02-28T09:00Z, or back from now such as -2h or -7d (s, m, h, d, w)';
  throw new CommandFailure(EXIT.usage, `${option} is ${text}; it must be ${allowed}.`);
}
