import { type DaysOf, lengthOf, parseDaysOfMonth, parseDaysOfWeek } from './cron-days.ts';
import { parseCronField } from './cron-field.ts';

/** A parsed cron expression, in UTC. Lists are in ascending order. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly days: DaysOf;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

/**
 * Parses `cron(minutes hours day-of-month month day-of-week year)` (EventBridge guide, "Cron expressions reference").
 * One of the two day fields must be `?`. Undefined if it is not valid.
 */
export const parseCron = (expression: string): Cron | undefined => {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) return undefined;
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const minutes = parseCronField(minute, { min: 0, max: 59 });
  const hours = parseCronField(hour, { min: 0, max: 23 });
  const months = parseCronField(month, { min: 1, max: 12, names: MONTHS });
  const years = parseCronField(year, { min: FIRST_YEAR, max: LAST_YEAR });
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const days = dayOfMonth === '?' ? parseDaysOfWeek(dayOfWeek) : parseDaysOfMonth(dayOfMonth);
  if (!minutes || !hours || !months || !years || !days) return undefined;
  return { minutes: ascending(minutes), hours: ascending(hours), months, years, days };
};

const ascending = (values: Iterable<number>): number[] => [...values].sort((left, right) => left - right);

/** The first matching whole minute after `afterMs`; undefined if there is none before the year 2200. */
export const nextByCron = (cron: Cron, afterMs: number): number | undefined => {
  const after = new Date(afterMs);
  for (let year = Math.max(after.getUTCFullYear(), FIRST_YEAR); year <= LAST_YEAR; year += 1) {
    if (!cron.years.has(year)) continue;
    for (let month = 1; month <= 12; month += 1) {
      const next = cron.months.has(month) ? nextInMonth(cron, { year, month }, afterMs) : undefined;
      if (next !== undefined) return next;
    }
  }
  return undefined;
};

const nextInMonth = (cron: Cron, at: { year: number; month: number }, afterMs: number): number | undefined => {
  if (Date.UTC(at.year, at.month, 1) <= afterMs) return undefined;
  const days = ascending(new Set(cron.days(at))).filter((day) => day <= lengthOf(at));
  for (const day of days) {
    if (Date.UTC(at.year, at.month - 1, day + 1) <= afterMs) continue;
    for (const hour of cron.hours)
      for (const minute of cron.minutes) {
        const ms = Date.UTC(at.year, at.month - 1, day, hour, minute);
        if (ms > afterMs) return ms;
      }
  }
  return undefined;
};
