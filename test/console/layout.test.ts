import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BOX, layoutOf } from '../../console/src/graph/layout.ts';
import { executionView } from '../../handlers/operations/answer-queries/execution.ts';

const definition = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../workflow/account-application.asl.json'), 'utf8'),
);
const run = { arn: 'the run', status: 'RUNNING' as const, startedAt: '2026-01-31T12:00:00.000Z' };

describe('The drawing of the workflow', () => {
  const layout = layoutOf(executionView({ run, definition, history: [], showsData: false }));

  test('places every state, and no two states overlap', () => {
    expect(layout.states.length).toBeGreaterThanOrEqual(15);
    for (const one of layout.states) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x + BOX.width).toBeLessThanOrEqual(layout.width);
      const overlapping = layout.states.filter(
        (other) => other !== one && Math.abs(other.x - one.x) < BOX.width && Math.abs(other.y - one.y) < BOX.height,
      );
      expect(overlapping).toEqual([]);
    }
  });

  test('draws edges downwards from each state to the next', () => {
    const topOf = new Map(layout.states.map(({ state, y }) => [state.name, y]));
    const upwards = layout.edges.filter(({ edge: { from, to } }) => (topOf.get(from) ?? 0) >= (topOf.get(to) ?? 0));
    // Only edges that repeat something lead upwards: a lost request, a wait for the applicant, checks of an amendment.
    const repeated = /Review|^Await Information$|^Check Applicant Data$/;
    expect(upwards.map(({ edge }) => edge.to)).toEqual(upwards.map(() => expect.stringMatching(repeated)));
    expect(upwards.length).toBeLessThanOrEqual(4);
    expect(layout.edges.every(({ path }) => /^M[\d.-]/.test(path))).toBe(true);
  });
});
