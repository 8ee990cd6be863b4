import { describe, expect, test } from '@jest/globals';
import type { Review } from '../../api/types.generated.ts';
import { type DueGroupsOptions, dueGroups } from '../../console/src/reviews/due-groups.ts';
import { marksOf } from '../../console/src/reviews/marks.ts';

/** Half past ten in the user's time zone. */
const NOW_MS = new Date(2026, 0, 31, 10, 30).getTime();

const dueAt = (day: number, hour: number, minute = 0): Review => ({
  applicationId: `${day}-${hour}-${minute}`,
  dueAt: new Date(2026, 0, day, hour, minute).toISOString(),
  state: 'PENDING',
  reasons: ['NAME'],
  requestedAt: '2026-01-01T00:00:00Z',
  version: 1,
  deadline: '2026-03-01',
  decisionsRequired: 1,
});

const LIST = [dueAt(30, 12), dueAt(31, 10, 30), dueAt(31, 10, 31), dueAt(31, 23, 59), dueAt(32, 0), dueAt(40, 1)];

const groupsOf = (list: readonly Review[], rows = list, more: Partial<DueGroupsOptions> = {}) =>
  dueGroups({ list, rows, nowMs: NOW_MS, hasMore: false, isIncomplete: false, ...more }).map((due) => ({
    ...due,
    rows: due.rows.map(({ applicationId }) => applicationId),
  }));

describe('Reviews by due date', () => {
  test('are overdue until now, due today until midnight of the user’s day, or due later', () => {
    expect(groupsOf(LIST)).toEqual([
      { group: 'overdue', rows: ['30-12-0', '31-10-30'], count: 2, hasMore: false },
      { group: 'today', rows: ['31-10-31', '31-23-59'], count: 2, hasMore: false },
      { group: 'later', rows: ['32-0-0', '40-1-0'], count: 2, hasMore: false },
    ]);
  });

  test('keep the order of a list whose latest due date is first', () => {
    expect(groupsOf(LIST.toReversed()).map(({ group }) => group)).toEqual(['later', 'today', 'overdue']);
  });

  test('are counted on all pages; only the last loaded group may have more', () => {
    expect(groupsOf(LIST.slice(0, 4), LIST.slice(1, 3), { hasMore: true })).toEqual([
      { group: 'overdue', rows: ['31-10-30'], count: 2, hasMore: false },
      { group: 'today', rows: ['31-10-31'], count: 2, hasMore: true },
    ]);
    expect(groupsOf(LIST, LIST, { isIncomplete: true }).map(({ hasMore }) => hasMore)).toEqual([true, true, true]);
    expect(groupsOf([], [], { hasMore: true })).toEqual([]);
  });
});

describe('The marks of a review', () => {
  const review = dueAt(31, 12);

  test('are none for a review that waits for anybody', () => {
    expect(marksOf(review, {})).toEqual([]);
    expect(marksOf(review, { reasons: ['ADDRESS'] })).toEqual([]);
  });

  test('say that it was escalated, who must decide, and that it is the team’s', () => {
    const escalated = { ...review, escalatedAt: '2026-01-31T12:00:00Z' };
    expect(marksOf({ ...escalated, state: 'PENDING_SUPERVISOR' }, { reasons: ['NAME'] })).toEqual([
      'escalated',
      'supervisor',
      'team',
    ]);
    expect(marksOf({ ...review, state: 'PENDING_SECOND' }, {})).toEqual(['second']);
  });
});
