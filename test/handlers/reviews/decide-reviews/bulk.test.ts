import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, user } from '../../../api/api.ts';
import { recordOf } from '../../in-memory-applications.ts';
import { entryOf, FLAGGED } from '../../shared/reviews/in-memory-review.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const ROUTE = 'POST /reviews/bulk-decisions';
const kirk = user('kirk', 'reviewer');
const mccoy = user('mccoy', 'reviewer');

/** Puts pending reviews with these ids; `entry` and `record` change all of them. */
const pending = async (ids: readonly string[], entry = {}, record = {}): Promise<void> => {
  for (const id of ids) {
    await api.put('reviews', { ...entryOf({ applicationId: id, ...entry }) });
    await api.put('applications', { ...recordOf({ id, ...FLAGGED, ...record }) });
  }
};

const seen = (ids: readonly string[], version = 1) => ids.map((applicationId) => ({ applicationId, version }));

const decideAll = async (who: typeof kirk, items: readonly object[], more: object = {}, headers = {}) =>
  api.ask(ROUTE, who, { body: { items, count: items.length, decision: 'APPROVE', ...more }, headers });

const resultsOf = (body: { items: readonly { applicationId: string; result: string }[] }) =>
  Object.fromEntries(body.items.map(({ applicationId, result }) => [applicationId, result]));

describe('A bulk decision', () => {
  test('answers for each review, and one that is refused does not stop the others', async () => {
    await pending(['free', 'also-free']);
    await pending(['held'], { claim: { reviewer: 'sulu', until: '2026-01-31T12:10:00.000Z' } });
    await pending(['changed'], { version: 4 });
    await pending(['own'], {}, { submittedBy: 'kirk' });
    await pending(['ended'], { state: 'REVIEW_EXPIRED', closedAt: '2026-01-31T11:30:00.000Z' });
    await pending(['decided'], { state: 'REVIEW_APPROVED', decision: { decision: 'APPROVE', at: 'then' } });
    await pending(['for-two'], { decisionsRequired: 2 }, { decisionsRequired: 2 });
    const ids = ['free', 'held', 'changed', 'own', 'ended', 'decided', 'for-two', 'unknown', 'also-free'];
    const { status, body } = await decideAll(kirk, seen(ids));
    expect(status).toBe(200);
    expect(body.items.map(({ applicationId }: { applicationId: string }) => applicationId)).toEqual(ids);
    expect(resultsOf(body)).toEqual({
      free: 'DONE',
      held: 'HELD',
      changed: 'CHANGED',
      own: 'NOT_YOURS',
      ended: 'EXPIRED',
      decided: 'DECIDED',
      'for-two': 'NEEDS_SECOND',
      unknown: 'NOT_FOUND',
      'also-free': 'DONE',
    });
    expect(body.items[1]).toMatchObject({ detail: 'sulu holds this review until 2026-01-31T12:10:00.000Z.' });
  });

  test('that is sent again has the same answers and sends no decision a second time', async () => {
    await pending(['again-1', 'again-2']);
    await pending(['again-for-two'], { decisionsRequired: 2 }, { decisionsRequired: 2 });
    const ids = ['again-1', 'again-2', 'again-for-two'];
    const key = { 'idempotency-key': 'key-1' };
    const first = await decideAll(kirk, seen(ids), {}, key);
    const sent = api.sent.length;
    expect(resultsOf((await decideAll(kirk, seen(ids), {}, key)).body)).toEqual(resultsOf(first.body));
    expect(api.sent).toHaveLength(sent);
    expect(resultsOf((await decideAll(mccoy, seen(['again-for-two'], 2))).body)).toEqual({ 'again-for-two': 'DONE' });
    expect(resultsOf((await decideAll(kirk, seen(ids), {}, key)).body)).toEqual({
      'again-1': 'DONE',
      'again-2': 'DONE',
      'again-for-two': 'DONE',
    });
  });

  test('does not let a person be both people by sending another key', async () => {
    await pending(['alone'], { decisionsRequired: 2 }, { decisionsRequired: 2 });
    await decideAll(kirk, seen(['alone']), {}, { 'idempotency-key': 'key-2' });
    const { body } = await decideAll(kirk, seen(['alone'], 2), {}, { 'idempotency-key': 'key-3' });
    expect(resultsOf(body)).toEqual({ alone: 'NOT_YOURS' });
  });

  test.each([
    [{ items: [], count: 0 }, 'items'],
    [{ items: 'all', count: 1 }, 'items'],
    [{ items: seen(Array.from({ length: 201 }, (_, index) => `a-${index}`)), count: 201 }, 'items'],
    [{ items: seen(['a', 'a']), count: 2 }, 'items'],
    [{ items: seen(['a', 'b']), count: 3 }, 'count'],
    [{ items: seen(['a']) }, 'count'],
    [{ items: [{ applicationId: 'a b', version: 1 }], count: 1 }, 'items.0.applicationId'],
    [{ items: [null], count: 1 }, 'items.0.applicationId'],
    [{ items: [{ applicationId: 'a' }], count: 1 }, 'items.0.version'],
    [{ items: seen(['a'], 1.5), count: 1 }, 'items.0.version'],
    [{ items: seen(['a']), count: 1, decision: 'REJECT' }, 'reasonCode'],
    [{ items: seen(['a']), count: 1, decision: 'PERHAPS' }, 'decision'],
    [{ items: seen(['a']), count: 1, everything: true }, 'everything'],
  ])('is refused as a whole if it is %j', async (body, field) => {
    const answer = await api.ask(ROUTE, kirk, { body: { decision: 'APPROVE', ...body } });
    expect([answer.status, answer.body.field]).toEqual([400, field]);
  });

  test('is refused with a key that is not valid', async () => {
    const { status, body } = await decideAll(kirk, seen(['a']), {}, { 'idempotency-key': 'two words' });
    expect([status, body.field]).toEqual([400, 'idempotency-key']);
  });
});
