import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf, FLAGGED } from '../handlers/shared/reviews/in-memory-review.ts';
import { startApi, user, type Who } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.stop());

const HALF_AN_HOUR_LATER = '2026-01-31T12:30:00.000Z';
const byOther = { claim: { reviewer: 'bob', until: HALF_AN_HOUR_LATER } };
const byAnn = { decision: 'APPROVE', reviewer: 'ann', at: '2026-01-31T11:30:00.000Z' } as const;
const byBob = { ...byAnn, decision: 'REJECT', reviewer: 'bob' } as const;
const dueOn = (day: number) => ({ dueAt: `2026-02-0${day}T11:00:00.000Z` });

const add = async (
  applicationId: string,
  entry: Parameters<typeof entryOf>[0] = {},
  record: Parameters<typeof recordOf>[0] = {},
): Promise<void> => {
  await api.put('applications', { ...recordOf({ ...FLAGGED, id: applicationId, ...record }) });
  await api.put('reviews', { ...entryOf({ applicationId, ...entry }) });
};

const ann = user('ann', 'reviewer');
const next = (who: Who = ann) => api.ask('POST /reviews/next', who);
const nextId = async (who?: Who): Promise<string | undefined> => (await next(who)).body?.applicationId;

describe('POST /reviews/next', () => {
  test('claims the review that is due first, of any open state, and answers like a claim', async () => {
    await add('later', dueOn(5));
    await add('second', { ...dueOn(3), state: 'PENDING_SECOND', decisions: [byBob] });
    await add('third', dueOn(4));
    const { status, headers, body } = await next();
    expect([status, headers.etag, body]).toMatchObject([
      200,
      '"2"',
      { applicationId: 'second', version: 2, claim: { reviewer: 'ann', until: HALF_AN_HOUR_LATER } },
    ]);
    const [stored] = (await api.read('reviews')).filter(({ applicationId }) => applicationId === 'second');
    expect(stored?.audit).toEqual([{ at: '2026-01-31T12:00:00.000Z', who: 'ann', what: 'CLAIMED' }]);
  });

  test('answers 204 without a body if there is no review for the caller', async () => {
    const { status, headers, body } = await next();
    expect([status, headers['content-type'], body]).toEqual([204, undefined, undefined]);
  });

  test('gives a review that the caller holds again, and adds nothing to its audit list', async () => {
    await add('first', dueOn(3));
    expect(await nextId()).toBe('first');
    await add('earlier', dueOn(2));
    expect(await nextId()).toBe('first');
    const [stored] = (await api.read('reviews')).filter(({ applicationId }) => applicationId === 'first');
    expect(stored?.audit).toHaveLength(1);
  });

  test('gives reviews with a reason of the caller’s teams before others', async () => {
    await add('name', { ...dueOn(2), reasons: ['NAME'] });
    await add('address', { ...dueOn(3), reasons: ['ADDRESS'] });
    expect(await nextId(user('kim', 'reviewer', 'team-addresses'))).toBe('address');
    expect(await nextId(user('lee', 'reviewer', 'team-addresses'))).toBe('name');
  });

  test('leaves out reviews that the caller may not decide, that others hold, and that have ended', async () => {
    await add('submitted', {}, { submittedBy: 'ann' });
    const amendment = { version: 2 as const, name: 'Spock', amendedBy: 'ann', amendedAt: '2026-01-31T11:00:00.000Z' };
    await add('amended', {}, { amendments: [amendment] });
    await add('decided', { state: 'PENDING_SECOND', decisions: [byAnn] });
    await add('differing', { state: 'PENDING_SUPERVISOR', decisions: [byBob, { ...byAnn, reviewer: 'kim' }] });
    await add('held', byOther);
    await add('ended', { state: 'REVIEW_EXPIRED' });
    await add('past-deadline', { reviewDeadline: '2026-01-31T11:59:59.000Z' });
    expect((await next()).status).toBe(204);
    expect(await nextId(user('sam', 'supervisor'))).toBe('amended');
  });

  test('gives a differing review only to a supervisor', async () => {
    await add('differing', { state: 'PENDING_SUPERVISOR', decisions: [byAnn, byBob] });
    expect((await next(user('kim', 'reviewer'))).status).toBe(204);
    expect(await nextId(user('sam', 'supervisor'))).toBe('differing');
  });

  test('gives each of several callers at once a review of its own', async () => {
    const ids = Array.from({ length: 5 }, (_, index) => `case-${index}`);
    for (const id of ids) await add(id);
    const callers = Array.from({ length: 8 }, (_, index) => user(`caller-${index}`, 'reviewer'));
    const answers = await Promise.all(callers.map((who) => next(who)));
    const given = answers.filter(({ status }) => status === 200).map(({ body }) => body.applicationId);
    expect(given.toSorted()).toEqual(ids);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(3);
  });
});
