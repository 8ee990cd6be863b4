import { expect, test } from '@jest/globals';
import { age, duration } from '../../../cli/terminal/durations.ts';

test.each([
  [-5, '0 s'],
  [999, '0 s'],
  [1_000, '1 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [5_400_000, '1 h 30 min'],
  [2_591_940_000, '29 d 23 h'],
])('%i ms is written as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('An age is the duration until now', () => {
  expect(age(new Date('2026-03-01T10:00:00Z'), new Date('2026-03-01T12:05:00Z'))).toBe('2 h 5 min');
});
