import { describe, expect, test } from '@jest/globals';
import { timeAxis } from '../../console/src/operations/time-axis.ts';

const DAY = 86_400_000;

describe('The axis of a time line', () => {
  test('places times in proportion if no time is long', () => {
    const { place, spans } = timeAxis([0, 250, 1_000]);
    expect([0, 250, 500, 1_000].map(place)).toEqual([0, 25, 50, 100]);
    expect(spans.some(({ isFolded }) => isFolded)).toBe(false);
  });

  test('folds days without an event, so that the milliseconds before and after them are seen', () => {
    const { place, spans } = timeAxis([0, 400, 400 + 3 * DAY, 1_000 + 3 * DAY]);
    expect(spans.map(({ isFolded }) => isFolded)).toEqual([false, true, false]);
    const shown = 1_000 * 1.2;
    expect(place(400)).toBeCloseTo((400 / shown) * 100);
    expect(place(400 + 3 * DAY)).toBeCloseTo((600 / shown) * 100);
    expect(place(1_000 + 3 * DAY)).toBeCloseTo(100);
  });

  test('folds each of several long times', () => {
    const { spans } = timeAxis([0, 300, DAY, DAY + 300, 9 * DAY]);
    expect(spans.map(({ isFolded }) => isFolded)).toEqual([false, true, false, true]);
  });

  test('keeps times of a few seconds as they are, and all times if they are alike', () => {
    expect(timeAxis([0, 1, 9_000]).spans.some(({ isFolded }) => isFolded)).toBe(false);
    expect(timeAxis([0, DAY, 2 * DAY, 3 * DAY]).spans.filter(({ isFolded }) => isFolded)).toHaveLength(3);
  });

  test('has a place for a time outside of it, and for the only time', () => {
    const { place } = timeAxis([100, 200]);
    expect([place(0), place(Number.POSITIVE_INFINITY)]).toEqual([0, 100]);
    expect(timeAxis([5]).place(5)).toBe(0);
  });
});
