import { describe, expect, test } from '@jest/globals';
import type { TimelineItem } from '../../api/types.generated.ts';
import { timelineRows } from '../../console/src/reviews/timeline-rows.ts';

const item = (kind: TimelineItem['kind'], what: string, ms: number): TimelineItem => ({
  kind,
  what,
  at: new Date(Date.UTC(2026, 0, 31, 12) + ms).toISOString(),
});

describe('The rows of a timeline', () => {
  test('have consecutive steps of the workflow in one row, with the time that they took', () => {
    const items = [
      item('event', 'Submitted', 0),
      item('state', 'Register Application', 5),
      item('state', 'Check Name', 8),
      item('check', 'The name is flagged', 17),
      item('wait', 'A reviewer was asked', 20),
      item('decision', 'APPROVE', 90_000),
      item('state', 'Approve', 90_010),
      item('run', 'Run SUCCEEDED', 90_020),
    ];
    const rows = timelineRows(items);
    expect(rows.map(({ first, steps }) => steps?.length ?? first.what)).toEqual([
      'Submitted',
      3,
      'A reviewer was asked',
      'APPROVE',
      'Approve',
      'Run SUCCEEDED',
    ]);
    expect(rows[1]?.lastsMs).toBe(12);
    expect(rows[1]?.steps?.map(({ first }) => first.what)).toEqual([
      'Register Application',
      'Check Name',
      'The name is flagged',
    ]);
    const keys = rows.flatMap(({ key, steps = [] }) => [key, ...steps.map((step) => step.key)]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('are none without items', () => {
    expect(timelineRows([])).toEqual([]);
  });
});
