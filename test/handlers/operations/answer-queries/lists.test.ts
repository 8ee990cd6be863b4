import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, user } from '../../../api/api.ts';
import { recordOf } from '../../in-memory-applications.ts';
import { entryOf } from '../../shared/reviews/in-memory-review.ts';

let api: Awaited<ReturnType<typeof startApi>>;
const kirk = user('kirk', 'reviewer');

/**
 * Stores pending reviews r-00 to r-39, one request per minute, due dates in reverse order. Every fourth is for ADDRESS.
 */
beforeAll(async () => {
  api = await startApi();
  for (let index = 0; index < 40; index += 1) {
    const number = String(index).padStart(2, '0');
    const other = String(59 - index).padStart(2, '0');
    await api.put('reviews', {
      ...entryOf({
        applicationId: `r-${number}`,
        requestedAt: `2026-01-31T10:${number}:00.000Z`,
        dueAt: `2026-02-03T10:${other}:00.000Z`,
        reasons: index % 4 === 0 ? ['ADDRESS'] : ['NAME'],
        ...(index === 7 ? { claim: { reviewer: 'spock', until: '2026-01-31T12:00:01.000Z' } } : {}),
        ...(index === 9 ? { escalatedAt: '2026-01-31T11:00:00.000Z' } : {}),
        ...(index === 8 ? { claim: { reviewer: 'spock', until: '2026-01-31T12:00:00.000Z' } } : {}),
      }),
    });
    const state = index < 30 ? 'APPROVED' : 'REJECTED';
    const submittedAt = `2026-01-31T10:${number}:00.000Z`;
    await api.put('applications', { ...recordOf({ id: `a-${number}`, state, submittedAt }) });
  }
  await api.put('reviews', { ...entryOf({ applicationId: 'ended', state: 'REVIEW_APPROVED' }) });
});
afterAll(() => api.stop());

const reviews = async (query: Record<string, string>) => (await api.ask('GET /reviews', kirk, { query })).body;
const idsOf = ({ items }: { items: { applicationId?: string; id?: string }[] }) =>
  items.map(({ applicationId, id }) => applicationId ?? id);

async function allPages(route: string, query: Record<string, string>): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const page = { ...query, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await api.ask(route, kirk, { query: page });
    ids.push(...idsOf(body));
    cursor = body.cursor;
  } while (cursor !== undefined);
  return ids;
}

const numbered = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${prefix}-${String(from + index).padStart(2, '0')}`);

describe('The list of reviews', () => {
  test('starts with the oldest request, contains no token, and has 25 items per page', async () => {
    const { items, cursor } = await reviews({ state: 'PENDING' });
    expect(idsOf({ items })).toEqual(numbered('r', 0, 25));
    expect(typeof cursor).toBe('string');
    expect(JSON.stringify(items)).not.toContain('token');
  });

  test('says when the supervisors were told that a review is overdue', async () => {
    const { items } = await reviews({ state: 'PENDING' });
    const told = items.flatMap(({ applicationId, escalatedAt }: { applicationId: string; escalatedAt?: string }) =>
      escalatedAt === undefined ? [] : [[applicationId, escalatedAt]],
    );
    expect(told).toEqual([['r-09', '2026-01-31T11:00:00.000Z']]);
  });

  test.each([1, 7, 40, 100])('returns each review once with a page size of %i', async (limit) => {
    expect(await allPages('GET /reviews', { limit: String(limit) })).toEqual([...numbered('r', 0, 40), 'ended']);
  });

  test('can be sorted by due date', async () => {
    const ids = await allPages('GET /reviews', { state: 'PENDING', sort: 'dueAt', limit: '9' });
    expect(ids).toEqual(numbered('r', 0, 40).toReversed());
  });

  test.each([3, 100])('can start with the latest request, with a page size of %i', async (limit) => {
    const query = { state: 'OPEN', order: 'desc', limit: String(limit) };
    expect(await allPages('GET /reviews', query)).toEqual(numbered('r', 0, 40).toReversed());
  });

  test('can be filtered by reason, by a part of the id or of the reviewer’s name, and by the claim', async () => {
    expect(await allPages('GET /reviews', { reason: 'ADDRESS', limit: '3' })).toEqual(
      numbered('r', 0, 40).filter((_, index) => index % 4 === 0),
    );
    expect(idsOf(await reviews({ q: 'r-1' }))).toEqual(numbered('r', 10, 20));
    expect(idsOf(await reviews({ q: '-39' }))).toEqual(['r-39']);
    expect(idsOf(await reviews({ q: '-39', limit: '1' }))).toEqual(['r-39']);
    expect(idsOf(await reviews({ q: 'poc' }))).toEqual(['r-07', 'r-08']);
    expect(idsOf(await reviews({ claimedBy: 'spock' }))).toEqual(['r-07']);
    const all = numbered('r', 0, 40);
    expect(await allPages('GET /reviews', { state: 'OPEN', unclaimed: 'true' })).toEqual(
      all.filter((id) => id !== 'r-07'),
    );
    expect(await allPages('GET /reviews', { state: 'OPEN', unclaimed: 'false' })).toEqual(all);
    expect(idsOf(await reviews({ unclaimed: 'true', q: 'poc' }))).toEqual(['r-08']);
  });

  test.each([
    [{ state: 'ENDED' }, 'state'],
    [{ sort: 'name' }, 'sort'],
    [{ order: 'latest' }, 'order'],
    [{ reason: 'AGE' }, 'reason'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ q: 'a b' }, 'q'],
    [{ claimedBy: '' }, 'claimedBy'],
    [{ unclaimed: 'yes' }, 'unclaimed'],
    [{ cursor: 'made up' }, 'cursor'],
    [{ cursor: Buffer.from('{"state":"PENDING","of":"x"}').toString('base64url') }, 'cursor'],
  ])('refuses %j with the name of the wrong parameter', async (query, field) => {
    const { status, body } = await api.ask('GET /reviews', kirk, { query: query as Record<string, string> });
    expect([status, body.field]).toEqual([400, field]);
  });

  test('refuses a cursor from a list with other filters', async () => {
    const { cursor } = await reviews({ state: 'PENDING', limit: '1' });
    const { status, body } = await api.ask('GET /reviews', kirk, { query: { cursor, limit: '1' } });
    expect([status, body.code]).toEqual([400, 'INVALID_CURSOR']);
  });
});

describe('The numbers of open reviews', () => {
  const countsFor = async (name: string) => (await api.ask('GET /review-counts', user(name, 'reviewer'), {})).body;

  test('count the claims that are in force, and those of the caller', async () => {
    expect(await countsFor('kirk')).toEqual({ open: 40, unclaimed: 39, mine: 0 });
    expect(await countsFor('spock')).toEqual({ open: 40, unclaimed: 39, mine: 1 });
  });
});

describe('The list of applications', () => {
  test('lists state by state, the newest first within each state', async () => {
    expect(await allPages('GET /applications', { state: 'REJECTED', limit: '4' })).toEqual(
      numbered('a', 30, 40).toReversed(),
    );
    expect(await allPages('GET /applications', { limit: '7' })).toEqual([
      ...numbered('a', 0, 30).toReversed(),
      ...numbered('a', 30, 40).toReversed(),
    ]);
  });
});

describe('The list of open reviews', () => {
  test.each([1, 3, 25])(
    'merges all open states in the order of the due dates with a page size of %i',
    async (limit) => {
      const states = ['PENDING', 'PENDING_SECOND', 'PENDING_SUPERVISOR', 'REVIEW_APPROVED'] as const;
      for (let index = 0; index < 12; index += 1) {
        const dueAt = `2026-02-04T10:${String(59 - index).padStart(2, '0')}:00.000Z`;
        await api.put('reviews', {
          ...entryOf({ applicationId: `m-${index}`, state: states[index % 4] ?? 'PENDING', dueAt }),
        });
      }
      const ids = await allPages('GET /reviews', { state: 'OPEN', sort: 'dueAt', q: 'm-', limit: String(limit) });
      expect(ids).toEqual(['m-10', 'm-9', 'm-8', 'm-6', 'm-5', 'm-4', 'm-2', 'm-1', 'm-0']);
    },
  );
});

describe('The list of reviews that are done', () => {
  test.each([1, 4, 25])(
    'merges all states in which a review has ended, the latest request first, with a page size of %i',
    async (limit) => {
      const states = ['REVIEW_APPROVED', 'REVIEW_REJECTED', 'REVIEW_RETURNED', 'REVIEW_EXPIRED', 'PENDING'] as const;
      for (let index = 0; index < 15; index += 1) {
        const requestedAt = `2026-02-05T10:${String(index).padStart(2, '0')}:00.000Z`;
        const state = states[index % 5] ?? 'PENDING';
        await api.put('reviews', { ...entryOf({ applicationId: `d-${index}`, state, requestedAt }) });
      }
      const query = { state: 'DONE', sort: 'requestedAt', order: 'desc', q: 'd-', limit: String(limit) };
      const numbers = [13, 12, 11, 10, 8, 7, 6, 5, 3, 2, 1, 0];
      expect(await allPages('GET /reviews', query)).toEqual(numbers.map((number) => `d-${number}`));
    },
  );
});
