import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf, FLAGGED } from '../handlers/shared/reviews/in-memory-review.ts';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.stop());

const NOW = '2026-01-31T12:00:00.000Z';
const HALF_AN_HOUR_LATER = '2026-01-31T12:30:00.000Z';
const ann = user('ann', 'reviewer');
const kirk = user('kirk', 'supervisor');

const setAway = (path: string, who = ann, until: unknown = '2026-02-10') =>
  api.ask('POST /absences/{username}', who, { path, body: { until } });
const back = (path: string, who = ann) => api.ask('POST /absences/{username}/end', who, { path });
const away = async () => (await api.ask('GET /absences', ann)).body.items;
const add = async (applicationId: string, entry: Parameters<typeof entryOf>[0] = {}): Promise<void> => {
  await api.put('applications', { ...recordOf({ ...FLAGGED, id: applicationId }) });
  await api.put('reviews', { ...entryOf({ applicationId, ...entry }) });
};
const heldBy = (reviewer: string) => ({ claim: { reviewer, until: HALF_AN_HOUR_LATER } });

describe('An absence', () => {
  test('is shown to everybody who decides, and to the person by GET /me, until the person is back', async () => {
    const { status, body } = await setAway('ann');
    const absence = { username: 'ann', until: '2026-02-10', setBy: 'ann', setAt: NOW };
    expect([status, body]).toEqual([200, { ...absence, released: [] }]);
    expect(await away()).toEqual([absence]);
    expect((await api.ask('GET /me', ann)).body).toEqual({
      username: 'ann',
      roles: ['reviewer'],
      awayUntil: '2026-02-10',
    });
    expect((await back('ann')).status).toBe(204);
    expect(await away()).toEqual([]);
    expect((await api.ask('GET /me', ann)).body).toEqual({ username: 'ann', roles: ['reviewer'] });
  });

  test('is over at the end of its last day in UTC, also while DynamoDB still has the item', async () => {
    const until = (day: string) => ({ until: day, setBy: 'kirk', setAt: NOW });
    await api.put('absences', { username: 'bob', ...until('2026-01-30') });
    await api.put('absences', { username: 'kim', ...until('2026-01-31') });
    expect(await away()).toMatchObject([{ username: 'kim' }]);
    const assigned = { body: { reviewer: 'bob' } };
    await add('app-1');
    expect((await api.ask('POST /reviews/{applicationId}/assign', kirk, assigned)).status).toBe(200);
  });

  test('is set and ended for others by a supervisor only', async () => {
    expect((await setAway('bob')).body).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect((await setAway('bob', kirk)).body).toMatchObject({ username: 'bob', setBy: 'kirk' });
    expect((await back('bob')).status).toBe(403);
    expect(await away()).toHaveLength(1);
    expect((await back('bob', kirk)).status).toBe(204);
  });

  test('is stored with the end of its last day, at which DynamoDB may delete it', async () => {
    await setAway('ann', ann, '2026-12-10');
    expect(await api.read('absences')).toMatchObject([{ expiresAtEpochSeconds: 1_796_947_200 }]);
  });

  test('releases the reviews that the person holds, with an audit item each, and no others', async () => {
    await add('own-1', heldBy('ann'));
    await add('own-2', heldBy('ann'));
    await add('past', { claim: { reviewer: 'ann', until: NOW } });
    await add('other', heldBy('bob'));
    await add('ended', { ...heldBy('ann'), state: 'REVIEW_EXPIRED' });
    const { body } = await setAway('ann', kirk);
    expect(body.released.toSorted()).toEqual(['own-1', 'own-2']);
    const reviews = new Map((await api.read('reviews')).map((review) => [review.applicationId, review]));
    const released = { at: NOW, who: 'kirk', what: 'RELEASED', whom: 'ann' };
    expect([reviews.get('own-1')?.claim, reviews.get('own-1')?.audit]).toEqual([undefined, [released]]);
    expect(reviews.get('own-2')?.audit).toEqual([released]);
    for (const id of ['past', 'other', 'ended']) expect(reviews.get(id)).toMatchObject({ version: 1 });
  });

  test.each([
    ['2026-01-30', 'until'],
    ['2027-02-02', 'until'],
    ['2026-02-30', 'until'],
    ['10.2.2026', 'until'],
    [undefined, 'until'],
    [20260210, 'until'],
  ])('until %j is refused', async (until, field) => {
    const { status, body } = await api.ask('POST /absences/{username}', ann, { path: 'ann', body: { until } });
    expect([status, body.field]).toEqual([400, field]);
  });
});

describe('A person who is out of office', () => {
  beforeEach(async () => {
    await add('app-1');
    await setAway('ann');
  });
  const absent = { status: 409, code: 'ABSENT', absentUntil: '2026-02-10' };

  test('gets no next review', async () => {
    expect((await api.ask('POST /reviews/next', ann)).body).toMatchObject(absent);
  });

  test('is not given a review by a supervisor, neither one nor many', async () => {
    const one = await api.ask('POST /reviews/{applicationId}/assign', kirk, { body: { reviewer: 'ann' } });
    expect(one.body).toMatchObject({ ...absent, detail: 'ann is out of office until 2026-02-10.' });
    const items = [
      { applicationId: 'app-1', version: 1, reviewer: 'bob' },
      { applicationId: 'app-2', version: 1, reviewer: 'ann' },
    ];
    expect((await api.ask('POST /reviews/assignments', kirk, { body: { items } })).body).toMatchObject(absent);
    expect(await api.read('reviews')).toMatchObject([{ version: 1 }]);
  });

  test('may still claim a review by hand', async () => {
    const { status, body } = await api.ask('POST /reviews/{applicationId}/claim', ann, { body: {} });
    expect([status, body.claim.reviewer]).toEqual([200, 'ann']);
  });
});
