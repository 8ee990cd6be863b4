import { type FieldRange, parseCronField, parseValue } from './cron-field.ts';

/** A calendar month; `month` is 1 to 12. */
export interface Month {
  readonly year: number;
  readonly month: number;
}

/**
 * The days of a month that a cron field selects, in any order. They can include days that do not exist in the month.
 */
export type DaysOf = (month: Month) => Iterable<number>;

const DAY_OF_MONTH: FieldRange = { min: 1, max: 31 };
const DAY_OF_WEEK: FieldRange = { min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const WEEK = 7;

export const lengthOf = ({ year, month }: Month): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** The day of the week, from 1 (Sunday) to 7 (Saturday). */
const weekdayOf = ({ year, month }: Month, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

/** Parses the day-of-month field: `1`, `1-15`, `*`, `L`, `3W`, `LW`. Undefined if it is not valid. */
export const parseDaysOfMonth = (text: string): DaysOf | undefined => {
  if (text === 'L') return (month) => [lengthOf(month)];
  if (text === 'LW') return (month) => [nearestWeekday(month, lengthOf(month))];
  if (text.endsWith('W')) {
    const day = parseValue(text.slice(0, -1), DAY_OF_MONTH);
    return day === undefined ? undefined : (month) => (day > lengthOf(month) ? [] : [nearestWeekday(month, day)]);
  }
  const days = parseCronField(text, DAY_OF_MONTH);
  return days && (() => days);
};

/** The day from Monday to Friday that is closest to `day` in the same month. */
const nearestWeekday = (month: Month, day: number): number => {
  const weekday = weekdayOf(month, day);
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < lengthOf(month) ? day + 1 : day - 2;
  return day;
};

/**
 * Parses the day-of-week field: `2`, `MON-FRI`, `*`, `L` (Saturday), `6L` (the last Friday), `3#2` (the second
 * Tuesday). Undefined if it is not valid.
 */
export const parseDaysOfWeek = (text: string): DaysOf | undefined => {
  if (text === 'L') return onWeekdays(new Set([7]));
  const last = /^(\w+)L$/.exec(text)?.[1];
  if (last !== undefined) return nthWeekday(last, (days) => days.at(-1));
  const [weekday = '', nth, ...more] = text.split('#');
  if (nth !== undefined)
    return /^[1-5]$/.test(nth) && more.length === 0 ? nthWeekday(weekday, (days) => days[Number(nth) - 1]) : undefined;
  const weekdays = parseCronField(text, DAY_OF_WEEK);
  return weekdays && onWeekdays(weekdays);
};

const onWeekdays =
  (weekdays: ReadonlySet<number>): DaysOf =>
  (month) => {
    const first = weekdayOf(month, 1);
    return allDays(month).filter((day) => weekdays.has(((first + day - 2) % WEEK) + 1));
  };

const nthWeekday = (text: string, choose: (days: readonly number[]) => number | undefined): DaysOf | undefined => {
  const weekday = parseValue(text, DAY_OF_WEEK);
  if (weekday === undefined) return undefined;
  const all = onWeekdays(new Set([weekday]));
  return (month) => {
    const day = choose([...all(month)]);
    return day === undefined ? [] : [day];
  };
};

const allDays = (month: Month): number[] => Array.from({ length: lengthOf(month) }, (_, index) => index + 1);
