import { describe, expect, test } from '@jest/globals';
import { latenessOf } from '../../console/src/reviews/lateness.ts';

const REVIEW = { dueAt: '2026-01-04T12:00:00.000Z', deadline: '2026-01-31T12:00:00.000Z' };

describe('A decision', () => {
  test('is in time until the due date', () => {
    expect(latenessOf({ at: '2026-01-04T12:00:00.000Z' }, REVIEW)).toBeUndefined();
  });

  test('is late after the due date', () => {
    expect(latenessOf({ at: '2026-01-05T13:00:00.000Z' }, REVIEW)).toEqual({ missed: 'due', byMs: 90_000_000 });
  });

  test('has missed the deadline if the run accepted it after the deadline', () => {
    expect(latenessOf({ at: '2026-01-31T12:00:01.000Z' }, REVIEW)).toEqual({ missed: 'deadline', byMs: 1_000 });
  });
});
