import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { entryOf } from '../handlers/shared/reviews/in-memory-review.ts';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const HALF_AN_HOUR_LATER = '2026-01-31T12:30:00.000Z';
const first = { decision: 'APPROVE', reviewer: 'mccoy', at: '2026-01-31T11:30:00.000Z' } as const;

beforeEach(async () => {
  const put = (entry: Parameters<typeof entryOf>[0]) => api.put('reviews', { ...entryOf(entry) });
  await put({ applicationId: 'free', version: 3 });
  await put({ applicationId: 'held', version: 4, claim: { reviewer: 'scott', until: HALF_AN_HOUR_LATER } });
  await put({ applicationId: 'second', state: 'PENDING_SECOND', decisions: [first] });
  await put({ applicationId: 'closed', state: 'REVIEW_EXPIRED', closedAt: '2026-01-31T11:00:00.000Z' });
});

const assign = (items: readonly object[]) =>
  api.ask('POST /reviews/assignments', user('kirk', 'supervisor'), { body: { items } });
const to = (applicationId: string, version = 1, reviewer = 'mccoy') => ({ applicationId, version, reviewer });

describe('Assignments of several reviews', () => {
  test('answer for each in the order of the list; a refused one does not stop the others', async () => {
    const { status, body } = await assign([
      to('closed'),
      to('free', 3),
      to('held', 4),
      to('second'),
      to('nobody'),
      to('second-missing'),
    ]);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { applicationId: 'closed', result: 'EXPIRED' },
      {
        applicationId: 'free',
        result: 'DONE',
        review: { version: 4, claim: { reviewer: 'mccoy', until: HALF_AN_HOUR_LATER } },
      },
      { applicationId: 'held', result: 'DONE', review: { claim: { reviewer: 'mccoy' } } },
      { applicationId: 'second', result: 'NOT_YOURS' },
      { applicationId: 'nobody', result: 'NOT_FOUND' },
      { applicationId: 'second-missing', result: 'NOT_FOUND' },
    ]);
    const audited = await api.ask('GET /reviews', user('kirk', 'supervisor'), { query: { claimedBy: 'mccoy' } });
    expect(audited.body.items.map(({ applicationId }: { applicationId: string }) => applicationId).toSorted()).toEqual([
      'free',
      'held',
    ]);
  });

  test('leave a review alone that has changed since the supervisor read it', async () => {
    const { body } = await assign([to('held', 3)]);
    expect(body.items).toMatchObject([{ result: 'CHANGED', detail: expect.stringContaining('version is 4') }]);
  });

  test('that are sent again answer DONE and change nothing', async () => {
    const items = [to('free', 3), to('held', 4)];
    const { body: once } = await assign(items);
    const { body: twice } = await assign(items);
    expect(twice).toEqual(once);
  });

  test.each([
    [[], 'items'],
    [[to('free'), to('free')], 'items'],
    [[{ applicationId: 'free', version: 1 }], 'reviewer'],
    [[to('free', 0)], 'items.0.version'],
  ])('refuse the list %j', async (items, field) => {
    const { status, body } = await assign(items);
    expect([status, body.field]).toEqual([400, field]);
  });
});
