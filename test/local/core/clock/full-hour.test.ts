import { expect, test } from '@jest/globals';
import { fullHourUntil } from '../../../../local/src/core/clock/full-hour.ts';

test('fullHourUntil returns the last full hour that is not later than the given time', () => {
  expect(fullHourUntil(Date.UTC(2026, 0, 31, 10, 59, 59, 999))).toBe(Date.UTC(2026, 0, 31, 10));
  expect(fullHourUntil(Date.UTC(2026, 0, 31, 10))).toBe(Date.UTC(2026, 0, 31, 10));
});
