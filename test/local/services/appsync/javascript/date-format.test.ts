import { describe, expect, test } from '@jest/globals';
import { formatDate, parseDate } from '../../../../../local/src/services/appsync/javascript/functions/date-format.ts';

/** 2018-02-06T19:02:35.123Z, a Tuesday. */
const MS = 1_517_943_755_123;

// The first three are examples of the AppSync documentation for util.time.
describe('A date', () => {
  test.each([
    ['yyyy-MM-dd HH:mm:ssZ', 'UTC', '2018-02-06 19:02:35+0000'],
    ['yyyy-MM-dd HH:mm:ssZ', 'Australia/Perth', '2018-02-07 03:02:35+0800'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 'UTC', '2018-02-06T19:02:35.123Z'],
    ['EEE, d MMM yy h:mm a', 'America/New_York', 'Tue, 6 Feb 18 2:02 PM'],
    ["EEEE 'o''clock' MMMM", 'UTC', "Tuesday o'clock February"],
    ['HH:mm xxx X', 'Asia/Kolkata', '00:32 +05:30 +0530'],
  ])('is written as %s in %s', (pattern, zone, text) => {
    expect(formatDate(MS, pattern, zone)).toBe(text);
  });

  test.each([
    ['2018-02-06 19:02:35.123+0000', 'yyyy-MM-dd HH:mm:ss.SSSZ', undefined, MS],
    ['2018-02-07 03:02:35', 'yyyy-MM-dd HH:mm:ss', 'Australia/Perth', MS - 123],
    ['6.2.18', 'd.M.yy', undefined, Date.UTC(2018, 1, 6)],
    // One hour after the begin of summer time.
    ['2024-03-31 03:30', 'yyyy-MM-dd HH:mm', 'Europe/Berlin', Date.UTC(2024, 2, 31, 1, 30)],
  ])('%s is read by %s', (text, pattern, zone, ms) => {
    expect(parseDate(text, pattern, zone)).toBe(ms);
  });

  test('that does not match its format in a short time, or whose format has an unknown letter, is refused', () => {
    expect(() => parseDate(`${'1'.repeat(70)}x`, `${'dHms'.repeat(11)}y`)).toThrow('took longer than 200 ms');
    expect(() => parseDate('yesterday', 'yyyy')).toThrow('is not a date in the format yyyy');
    expect(() => formatDate(MS, 'Q')).toThrow('The letter Q in the format of a date is not supported locally');
    expect(() => parseDate('Feb', 'MMM')).toThrow('The letter MMM');
    expect(() => formatDate(MS, 'yyyy', 'Mars/North')).toThrow('time zone');
  });
});
