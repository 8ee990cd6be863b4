import { describe, expect, test } from '@jest/globals';
import { timeZone } from '../../../../local/src/core/schedule/time-zone.ts';
import { nextOccurrence, parseExpression } from '../../../../local/src/services/scheduler/schedule/expression.ts';

const next = (expression: string, timezone: string, after: string, limits: { start?: string; end?: string } = {}) => {
  const { start, end } = limits;
  const ms = nextOccurrence(
    {
      expression,
      timezone,
      fromMs: Date.parse('2024-01-01T00:00:30Z'),
      ...(start && { startMs: Date.parse(start) }),
      ...(end && { endMs: Date.parse(end) }),
    },
    Date.parse(after),
  );
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('the next occurrence of a schedule', () => {
  // New York: UTC-5, and UTC-4 from 2024-03-10 02:00 to 2024-11-03 02:00.
  test.each([
    ['cron(0 9 * * ? *)', 'UTC', '2024-01-15T09:00:00Z', '2024-01-16T09:00:00.000Z'],
    ['cron(0 9 * * ? *)', 'America/New_York', '2024-01-15T09:00:00Z', '2024-01-15T14:00:00.000Z'],
    ['cron(0 9 * * ? *)', 'America/New_York', '2024-07-15T09:00:00Z', '2024-07-15T13:00:00.000Z'],
    ['cron(0 0 1 * ? *)', 'Asia/Kolkata', '2024-01-15T00:00:00Z', '2024-01-31T18:30:00.000Z'],
    ['at(2024-07-15T09:00:00)', 'America/New_York', '2024-01-01T00:00:00Z', '2024-07-15T13:00:00.000Z'],
    ['at(2024-07-15T09:00:00)', 'UTC', '2024-07-15T09:00:00Z', undefined],
    ['at(2024-03-10T02:30:00)', 'America/New_York', '2024-01-01T00:00:00Z', '2024-03-10T07:30:00.000Z'],
    ['rate(1 days)', 'America/New_York', '2024-03-09T12:00:00Z', '2024-03-10T00:00:30.000Z'],
    ['rate(5 minutes)', 'UTC', '2023-12-31T00:00:00Z', '2024-01-01T00:00:30.000Z'],
    ['rate(5 minutes)', 'UTC', '2024-01-01T00:00:30Z', '2024-01-01T00:05:30.000Z'],
    ['rate(5 minute)', 'UTC', '2024-01-01T00:00:30Z', '2024-01-01T00:05:30.000Z'],
    ['rate(2 hour)', 'UTC', '2024-01-01T00:00:30Z', '2024-01-01T02:00:30.000Z'],
  ])('%s in %s after %s is %s', (expression, zone, after, expected) => {
    expect(next(expression, zone, after)).toBe(expected);
  });

  test('is omitted on the day on which clocks skip its wall time', () => {
    expect(next('cron(30 2 * * ? *)', 'America/New_York', '2024-03-09T12:00:00Z')).toBe('2024-03-11T06:30:00.000Z');
  });

  test('is not repeated when clocks go back over its wall time', () => {
    expect(next('cron(30 1 * * ? *)', 'America/New_York', '2024-11-03T05:00:00Z')).toBe('2024-11-03T05:30:00.000Z');
    expect(next('cron(30 1 * * ? *)', 'America/New_York', '2024-11-03T05:30:00Z')).toBe('2024-11-04T06:30:00.000Z');
  });

  test('of a recurring schedule is not before the start date and not after the end date', () => {
    const limits = { start: '2024-02-01T12:00:00Z', end: '2024-02-02T12:00:00Z' };
    expect(next('rate(1 days)', 'UTC', '2024-01-15T00:00:00Z', limits)).toBe('2024-02-01T12:00:00.000Z');
    expect(next('rate(1 days)', 'UTC', '2024-02-01T12:00:00Z', limits)).toBe('2024-02-02T12:00:00.000Z');
    expect(next('rate(1 days)', 'UTC', '2024-02-02T12:00:00Z', limits)).toBe(undefined);
    expect(next('cron(0 12 * * ? *)', 'UTC', '2024-01-15T00:00:00Z', limits)).toBe('2024-02-01T12:00:00.000Z');
    expect(next('cron(0 13 * * ? *)', 'UTC', '2024-02-01T13:00:00Z', limits)).toBe(undefined);
  });

  test('of a one-time schedule ignores the start date and the end date', () => {
    const limits = { start: '2024-02-01T00:00:00Z', end: '2024-02-02T00:00:00Z' };
    expect(next('at(2024-01-15T00:00:00)', 'UTC', '2024-01-01T00:00:00Z', limits)).toBe('2024-01-15T00:00:00.000Z');
  });
});

test.each([
  'rate(0 minutes)',
  'rate(5)',
  'rate(5 seconds)',
  'cron(0 9 * * * *)',
  'cron(0 9 * *)',
  'at(2024-02-30T00:00:00)',
  'at(2024-02-03)',
  'at(2024-02-03T00:00:00Z)',
  '2024-02-03T00:00:00',
])('%s is no schedule expression', (text) => {
  const utc = timeZone('UTC');
  expect(utc && parseExpression(text, utc)).toBe(undefined);
});

test.each(['Nowhere/Town', '+05:00', ''])('%j is no time zone', (name) => {
  expect(timeZone(name)).toBe(undefined);
});
