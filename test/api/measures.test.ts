import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entryOf } from '../handlers/shared/reviews/in-memory-review.ts';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
  const decided = (day: string, at: string, id: string) =>
    api.put('measures', {
      day,
      id: `review#${id}#3`,
      kind: 'review',
      at,
      state: 'REVIEW_REJECTED',
      reasons: ['NAME'],
      requestedAt: `${day}T01:00:00.000Z`,
      dueAt: `${day}T02:00:00.000Z`,
      claimedAt: `${day}T01:30:00.000Z`,
      decisions: [{ decision: 'REJECT', reviewer: 'kirk', at: `${day}T01:40:00.000Z`, heldAt: `${day}T01:30:00.000Z` }],
      final: { decision: 'REJECT', reviewer: 'kirk', at: `${day}T01:40:00.000Z`, reasonCode: 'OTHER' },
    });
  await decided('2026-01-24', '2026-01-24T11:59:59.999Z', 'too-early');
  await decided('2026-01-24', '2026-01-24T12:00:00.000Z', 'first');
  await decided('2026-01-31', '2026-01-31T11:59:59.999Z', 'last');
  await decided('2026-01-31', '2026-01-31T12:00:00.000Z', 'too-late');
  await decided('2025-12-01', '2025-12-01T12:00:00.000Z', 'in-december');
  await api.put('reviews', { ...entryOf(), applicationId: 'waits', requestedAt: '2026-01-20T00:00:00.000Z' });
  await api.put('reviews', { ...entryOf(), applicationId: 'late', dueAt: '2026-01-31T11:59:59.000Z' });
  await api.put('reviews', { ...entryOf(), applicationId: 'second', state: 'PENDING_SECOND' });
});
afterAll(() => api.stop());

const ask = (role: string, query: Readonly<Record<string, string>> = {}) =>
  api.ask('GET /measures', user(`the-${role}`, role), { query });

describe('GET /measures', () => {
  test('measures the seven days before now, from the first instant up to now, unless a range is given', async () => {
    const { body } = await ask('reviewer');
    expect(body).toMatchObject({
      from: '2026-01-24T12:00:00.000Z',
      to: '2026-01-31T12:00:00.000Z',
      reviews: {
        ended: 2,
        overdue: 0,
        reasonCodes: expect.arrayContaining([{ reasonCode: 'OTHER', count: 2 }]),
        toClaim: { count: 2, p50Seconds: 1_800, p90Seconds: 1_800 },
        toFinalDecision: { count: 2, p50Seconds: 2_400, p90Seconds: 2_400 },
      },
    });
    expect(body.days).toHaveLength(8);
  });

  test('takes dates, which mean midnight UTC', async () => {
    const { body } = await ask('reviewer', { from: '2025-12-01', to: '2025-12-02' });
    expect([body.from, body.to]).toEqual(['2025-12-01T00:00:00.000Z', '2025-12-02T00:00:00.000Z']);
    expect([body.reviews.ended, body.days.map(({ day }: { day: string }) => day)]).toEqual([1, ['2025-12-01']]);
  });

  test('counts the reviews that wait now in every open state, with the oldest request', async () => {
    const { body } = await ask('reviewer');
    expect(body.waiting).toEqual({ count: 3, overdue: 1, oldestRequestedAt: '2026-01-20T00:00:00.000Z' });
  });

  test('tells only supervisors about each reviewer', async () => {
    const { body } = await ask('supervisor');
    expect(body.reviewers).toMatchObject([
      { reviewer: 'kirk', decisions: 2, differed: 0, toDecide: { count: 2, p50Seconds: 600 } },
    ]);
    for (const role of ['reviewer', 'operator', 'auditor'])
      expect(JSON.stringify((await ask(role)).body)).not.toMatch(/reviewers|kirk/);
  });

  test.each([
    [{ from: 'yesterday' }, 'from'],
    [{ to: '2026-01-31T12:00:00' }, 'to'],
    [{ from: '2026-02-30T25:00Z' }, 'from'],
    [{ from: '2026-01-31', to: '2026-01-31' }, 'from'],
    [{ from: '2025-10-30T23:59:59Z', to: '2026-01-31' }, 'from'],
  ])('refuses the range %j', async (query, field) => {
    const { status, body } = await ask('reviewer', query);
    expect([status, body.field]).toEqual([400, field]);
  });

  test('takes a range of 92 days', async () => {
    const { status, body } = await ask('reviewer', { from: '2025-10-31', to: '2026-01-31' });
    expect([status, body.days.length, body.reviews.ended]).toEqual([200, 92, 3]);
  });
});
