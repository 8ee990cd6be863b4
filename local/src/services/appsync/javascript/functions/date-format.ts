import { within } from '../../../../core/isolation/within.ts';

/** The fields of a date in a time zone. */
interface Fields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Minutes that the zone is ahead of UTC. */
  readonly offset: number;
  readonly weekday: string;
  readonly monthName: string;
}

const MINUTE = 60_000;
/** Maximum processor time to compare a text with a pattern, in milliseconds. */
const MAX_MATCH_MS = 200;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A letter that is repeated, a quoted text, or any other character. */
const TOKEN = /'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']/g;

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

const offsetText = (minutes: number, separator: string): string => {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}${separator}${padded(size % 60, 2)}`;
};

const writeYear = ({ year }: Fields, length: number): string =>
  length === 2 ? padded(year % 100, 2) : padded(year, length);

const WRITERS: { readonly [letter: string]: (fields: Fields, length: number) => string } = {
  y: writeYear,
  u: writeYear,
  M: ({ month, monthName }, length) => {
    if (length < 3) return padded(month, length);
    return length === 3 ? monthName.slice(0, 3) : monthName;
  },
  d: ({ day }, length) => padded(day, length),
  E: ({ weekday }, length) => (length < 4 ? weekday.slice(0, 3) : weekday),
  H: ({ hour }, length) => padded(hour, length),
  h: ({ hour }, length) => padded(hour % 12 || 12, length),
  a: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  m: ({ minute }, length) => padded(minute, length),
  s: ({ second }, length) => padded(second, length),
  S: ({ millisecond }, length) => padded(millisecond, 3).padEnd(length, '0').slice(0, length),
  X: ({ offset }, length) => (offset === 0 ? 'Z' : offsetText(offset, length === 3 ? ':' : '')),
  x: ({ offset }, length) => offsetText(offset, length === 3 ? ':' : ''),
  Z: ({ offset }) => offsetText(offset, ''),
};

const fieldsAt = (ms: number, zone: string): Fields => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const text = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(text(type));
  const month = MONTHS.indexOf(text('month')) + 1;
  const wall = Date.UTC(number('year'), month - 1, number('day'), number('hour'), number('minute'), number('second'));
  const millisecond = ((ms % 1000) + 1000) % 1000;
  return {
    year: number('year'),
    month,
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    millisecond,
    offset: Math.round((wall - (ms - millisecond)) / MINUTE),
    weekday: text('weekday'),
    monthName: text('month'),
  };
};

const unquoted = (token: string): string => (token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'"));

const unsupported = (letter: string): TypeError =>
  new TypeError(`The letter ${letter} in the format of a date is not supported locally`);

/**
 * A time in a pattern of Java's DateTimeFormatter and in a time zone, for example `Europe/Berlin`. Throws TypeError for a
 * letter that this runtime does not support, and RangeError for an unknown zone.
 */
export const formatDate = (ms: number, pattern: string, zone = 'UTC'): string => {
  const fields = fieldsAt(ms, zone);
  return pattern.replaceAll(TOKEN, (token, letter: string | undefined) => {
    if (letter === undefined) return token.startsWith("'") ? unquoted(token) : token;
    const write = WRITERS[letter];
    if (!write) throw unsupported(letter);
    return write(fields, token.length);
  });
};

/** The pattern of the text that each letter stands for. */
const READERS: { readonly [letter: string]: (length: number) => string } = {
  y: (length) => (length === 2 ? '\\d{2}' : '\\d{4}'),
  u: (length) => (length === 2 ? '\\d{2}' : '\\d{4}'),
  M: (length) => (length === 1 ? '\\d{1,2}' : '\\d{2}'),
  d: (length) => (length === 1 ? '\\d{1,2}' : '\\d{2}'),
  H: (length) => (length === 1 ? '\\d{1,2}' : '\\d{2}'),
  m: (length) => (length === 1 ? '\\d{1,2}' : '\\d{2}'),
  s: (length) => (length === 1 ? '\\d{1,2}' : '\\d{2}'),
  S: (length) => `\\d{${length}}`,
  X: () => 'Z|[+-]\\d{2}:?\\d{2}',
  x: () => '[+-]\\d{2}:?\\d{2}',
  Z: () => '[+-]\\d{4}',
};

/** The pattern that matches exactly this text. */
const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Milliseconds since the epoch of a text in a pattern. Throws TypeError for a text that does not match,
 * and TookTooLong. */
export const parseDate = (text: string, pattern: string, zone = 'UTC'): number => {
  const letters: string[] = [];
  const expression = pattern.replaceAll(TOKEN, (token, letter: string | undefined) => {
    if (letter === undefined) return literally(token.startsWith("'") ? unquoted(token) : token);
    const read = READERS[letter];
    if (!read || (letter === 'M' && token.length > 2)) throw unsupported(token);
    letters.push(letter);
    return `(${read(token.length)})`;
  });
  // A pattern without separators can match a text in very many ways.
  const found = within(MAX_MATCH_MS, () => new RegExp(`^${expression}$`).exec(text));
  if (!found) throw new TypeError(`The text ${JSON.stringify(text)} is not a date in the format ${pattern}`);
  const values = new Map(letters.map((letter, index) => [letter, found[index + 1] ?? '']));
  return timeOf(values, zone);
};

const timeOf = (values: ReadonlyMap<string, string>, zone: string): number => {
  const number = (letter: string, missing: number): number => Number(values.get(letter) ?? missing);
  const year = values.has('y') ? number('y', 0) : number('u', 1970);
  const fullYear = (values.get('y') ?? values.get('u') ?? '1970').length === 2 ? 2000 + year : year;
  const milliseconds = Number((values.get('S') ?? '0').padEnd(3, '0').slice(0, 3));
  const day = Date.UTC(fullYear, number('M', 1) - 1, number('d', 1));
  const wall = day + number('H', 0) * 60 * MINUTE + number('m', 0) * MINUTE + number('s', 0) * 1000 + milliseconds;
  const written = values.get('X') ?? values.get('x') ?? values.get('Z');
  if (written !== undefined) return wall - minutesOf(written) * MINUTE;
  // The offset depends on the time. The second step corrects the first one near a change of the offset.
  const near = wall - fieldsAt(wall, zone).offset * MINUTE;
  return wall - fieldsAt(near, zone).offset * MINUTE;
};

const minutesOf = (offset: string): number => {
  if (offset === 'Z') return 0;
  const digits = offset.replace(':', '');
  const size = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return digits.startsWith('-') ? -size : size;
};
