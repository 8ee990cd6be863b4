import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startApi, user } from './api.ts';
import { EXECUTIONS } from './steered-runs.ts';

const STOP = 'POST /operations/executions/{execution}/stop';
const REDRIVE = 'POST /operations/executions/{execution}/redrive';
const operator = user('scotty', 'operator');

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  api.steered.length = 0;
  await recordOwnedBy('failed-run', 'FLAGGED_FOR_REVIEW');
});

const recordOwnedBy = (run: string, state: string) =>
  api.put('applications', { id: 'app-1', state, executionArn: `${EXECUTIONS}:${run}`, submittedAt: '2026-01-31' });

describe('A run', () => {
  test('that is active is stopped by an operator', async () => {
    const { status, body } = await api.ask(STOP, operator, { path: 'active-run' });
    expect([status, body]).toEqual([
      200,
      { name: 'active-run', applicationId: 'app-1', isReviewRequestedAgain: false },
    ]);
    expect(api.steered).toEqual(['stop active-run by scotty']);
  });

  test('that failed during a review continues, and the answer says that the review is requested again', async () => {
    const { status, body } = await api.ask(REDRIVE, operator, { path: 'failed-run' });
    expect([status, body]).toEqual([200, { name: 'failed-run', applicationId: 'app-1', isReviewRequestedAgain: true }]);
    expect(api.steered).toEqual(['redrive failed-run by scotty']);
  });

  test('that failed before a review continues without one', async () => {
    await recordOwnedBy('failed-run', 'SUBMITTED');
    const { body } = await api.ask(REDRIVE, operator, { path: 'failed-run' });
    expect(body.isReviewRequestedAgain).toBe(false);
  });

  test.each([
    [STOP, 'ended-run', 'NOT_ACTIVE', 'The run is SUCCEEDED; only a run that is RUNNING can be stopped.'],
    [REDRIVE, 'active-run', 'NOT_REDRIVABLE', 'The run is active; there is nothing to redrive.'],
    [REDRIVE, 'ended-run', 'NOT_REDRIVABLE', 'The run has succeeded; the application is FLAGGED_FOR_REVIEW.'],
    [REDRIVE, 'refused-run', 'NOT_REDRIVABLE', 'The submission was refused and would be refused again;'],
    [REDRIVE, 'old-run', 'NOT_REDRIVABLE', 'Another run works on the application now:'],
  ])('%s of %s is refused with the reason', async (route, path, code, detail) => {
    const { status, body } = await api.ask(route, operator, { path });
    expect([status, body.code, body.detail]).toEqual([409, code, expect.stringContaining(detail)]);
    expect(api.steered).toEqual([]);
  });

  test('whose redrive Step Functions refuses after 14 days is left alone', async () => {
    await recordOwnedBy('old-run', 'FLAGGED_FOR_REVIEW');
    const { status, body } = await api.ask(REDRIVE, operator, { path: 'old-run' });
    expect([status, body.detail]).toEqual([409, expect.stringContaining('for 14 days after its end')]);
  });

  test.each([STOP, REDRIVE])('that does not exist is not found by %s', async (route) => {
    for (const path of ['nothing', 'a b', '']) {
      const { status, body } = await api.ask(route, operator, { path });
      expect([status, body.detail]).toEqual([404, 'There is no run of this name.']);
    }
  });
});
