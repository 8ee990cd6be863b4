import { numberArgument, textArgument } from './arguments.ts';
import { formatDate, parseDate } from './date-format.ts';
import type { FunctionTable } from './function-table.ts';

const MILLISECONDS = 'The number of milliseconds';
const TIMESTAMP = 'The timestamp';
const FORMAT = 'The format';

const zoneOf = (zone: unknown): string | undefined => (typeof zone === 'string' ? zone : undefined);

const isoTime = (timestamp: unknown): number => {
  const text = textArgument(timestamp, TIMESTAMP);
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new TypeError(`The text ${JSON.stringify(text)} is not a date of ISO 8601`);
  return ms;
};

/** https://docs.aws.amazon.com/appsync/latest/devguide/time-helpers-in-util-time-js.html */
export const TIME_FUNCTIONS: FunctionTable = {
  'util.time.nowISO8601': (_, { nowMs }) => new Date(nowMs).toISOString(),
  'util.time.nowEpochSeconds': (_, { nowMs }) => Math.floor(nowMs / 1000),
  'util.time.nowEpochMilliSeconds': (_, { nowMs }) => nowMs,
  'util.time.nowFormatted': ([format, zone], { nowMs }) =>
    formatDate(nowMs, textArgument(format, FORMAT), zoneOf(zone)),
  'util.time.parseFormattedToEpochMilliSeconds': ([timestamp, format, zone]) =>
    parseDate(textArgument(timestamp, TIMESTAMP), textArgument(format, FORMAT), zoneOf(zone)),
  'util.time.parseISO8601ToEpochMilliSeconds': ([timestamp]) => isoTime(timestamp),
  'util.time.epochMilliSecondsToSeconds': ([ms]) => Math.floor(numberArgument(ms, MILLISECONDS) / 1000),
  'util.time.epochMilliSecondsToISO8601': ([ms]) => new Date(numberArgument(ms, MILLISECONDS)).toISOString(),
  'util.time.epochMilliSecondsToFormatted': ([ms, format, zone]) =>
    formatDate(numberArgument(ms, MILLISECONDS), textArgument(format, FORMAT), zoneOf(zone)),
};
