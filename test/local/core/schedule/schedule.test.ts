import { describe, expect, test } from '@jest/globals';
import { parseSchedule } from '../../../../local/src/core/schedule/schedule.ts';

const next = (expression: string, after: string, from = after): string | undefined => {
  const ms = parseSchedule(expression)?.(Date.parse(after), Date.parse(from));
  return ms === undefined ? undefined : new Date(ms).toISOString().replace(':00.000Z', '');
};

describe('the next time of a schedule', () => {
  // 2024-02-28 was a Wednesday in a leap year.
  test.each([
    ['rate(1 minute)', '2024-02-28T10:00', '2024-02-28T10:01'],
    ['rate(5 hours)', '2024-02-28T10:30', '2024-02-28T15:30'],
    ['rate(7 days)', '2024-02-28T10:30', '2024-03-06T10:30'],
    ['cron(0 10 * * ? *)', '2024-02-28T10:00', '2024-02-29T10:00'],
    ['cron(15 12 * * ? *)', '2024-02-28T10:00', '2024-02-28T12:15'],
    ['cron(0/10 * ? * MON-FRI *)', '2024-03-01T23:55', '2024-03-04T00:00'],
    ['cron(0/5 8-17 ? * MON-FRI *)', '2024-02-28T17:55', '2024-02-29T08:00'],
    ['cron(0 18 ? * FRI-MON *)', '2024-02-28T10:00', '2024-03-01T18:00'],
    ['cron(0 8 1 * ? *)', '2024-02-28T10:00', '2024-03-01T08:00'],
    ['cron(0 8 31 * ? *)', '2024-02-28T10:00', '2024-03-31T08:00'],
    ['cron(0 0 L * ? *)', '2024-02-28T10:00', '2024-02-29T00:00'],
    ['cron(0 0 LW 3 ? *)', '2024-02-28T10:00', '2024-03-29T00:00'],
    ['cron(0 9 2W * ? *)', '2024-02-28T10:00', '2024-03-01T09:00'],
    ['cron(0 9 1W 9 ? *)', '2024-02-28T10:00', '2024-09-02T09:00'],
    ['cron(0 9 ? * L *)', '2024-02-28T10:00', '2024-03-02T09:00'],
    ['cron(0 9 ? * 6L *)', '2024-02-28T10:00', '2024-03-29T09:00'],
    ['cron(0 9 ? * 3#2 *)', '2024-02-28T10:00', '2024-03-12T09:00'],
    ['cron(0 9 ? * TUE#5 *)', '2024-02-28T10:00', '2024-04-30T09:00'],
    ['cron(30 23 29 FEB ? *)', '2024-03-01T00:00', '2028-02-29T23:30'],
    ['cron(0 0 1 JAN,jul ? 2026/2)', '2024-02-28T10:00', '2026-01-01T00:00'],
    ['cron(59 23 31 12 ? 2199)', '2024-02-28T10:00', '2199-12-31T23:59'],
  ])('%s after %s', (expression, after, expected) => {
    expect(next(expression, `${after}Z`)).toBe(expected);
  });

  test('counts intervals from the creation of the rule', () => {
    expect(next('rate(10 minutes)', '2024-02-28T10:04Z', '2024-02-28T08:03Z')).toBe('2024-02-28T10:13');
  });

  test('is undefined if all years have passed', () => {
    expect(next('cron(0 0 1 1 ? 2020)', '2024-02-28T10:00Z')).toBeUndefined();
  });
});

test.each([
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(2 minute)',
  'rate(1.5 hours)',
  'rate( 1 hour )',
  'every minute',
  '',
  'cron(0 10 * * * *)',
  'cron(0 10 ? * ? *)',
  'cron(0 10 * * ?)',
  'cron(60 10 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 10 32 * ? *)',
  'cron(0 10 * 13 ? *)',
  'cron(0 10 ? * 8 *)',
  'cron(0 10 ? * 3#6 *)',
  'cron(0 10 0W * ? *)',
  'cron(0/0 10 * * ? *)',
  'cron(0 10 * * ? 1969)',
  'cron(a 10 * * ? *)',
  'cron(1-2-3 10 * * ? *)',
  'cron(1/2/3 10 * * ? *)',
])('the expression "%s" is not a schedule', (expression) => {
  expect(parseSchedule(expression)).toBeUndefined();
});
