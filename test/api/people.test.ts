import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entriesOf } from '../../handlers/shared/applicant-index/terms.ts';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf } from '../handlers/shared/reviews/in-memory-review.ts';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const RELATED = 'GET /applications/{id}/related';
const reviewer = user('reviewer-1', 'reviewer');

/** Stores a record with its entries of the index, as append-case-entries does. */
const stored = async (record: ReturnType<typeof recordOf>): Promise<void> => {
  await api.put('applications', { ...record });
  for (const entry of entriesOf(record)) await api.put('applicant-index', { ...entry, applicationId: record.id });
};

const submittedOn = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T12:00:00.000Z`;

describe('The other applications of a person', () => {
  test('have the same name, address or e-mail, newest first, with the members that agree', async () => {
    const ann = { name: 'Ann Smith', address: '1 Elm Street', email: 'ann@mail.example' };
    await stored(recordOf({ id: 'ann-1', ...ann, submittedAt: submittedOn(1), state: 'REJECTED', reasons: ['NAME'] }));
    await stored(recordOf({ id: 'ann-2', name: 'ANN SMITH', address: '9 Far Road', submittedAt: submittedOn(2) }));
    await stored(
      recordOf({
        id: 'ann-3',
        name: 'A. Smith',
        address: '1, Elm Street',
        email: 'Ann@mail.example',
        submittedBy: 'operator-1',
        submittedAt: submittedOn(3),
      }),
    );
    await stored(recordOf({ id: 'bob-1', name: 'Bob', address: '2 Oak Lane', submittedAt: submittedOn(4) }));
    await stored(recordOf({ id: 'ann-4', ...ann, submittedAt: submittedOn(5) }));
    const { status, body } = await api.ask(RELATED, reviewer, { path: 'ann-4' });
    expect([status, body]).toEqual([
      200,
      {
        items: [
          {
            id: 'ann-3',
            name: 'A. Smith',
            address: '1, Elm Street',
            email: 'Ann@mail.example',
            state: 'SUBMITTED',
            submittedAt: submittedOn(3),
            submittedBy: 'operator-1',
            isReviewed: false,
            agreesOn: ['ADDRESS', 'EMAIL'],
          },
          {
            id: 'ann-2',
            name: 'ANN SMITH',
            address: '9 Far Road',
            state: 'SUBMITTED',
            submittedAt: submittedOn(2),
            isReviewed: false,
            agreesOn: ['NAME'],
          },
          {
            id: 'ann-1',
            ...ann,
            state: 'REJECTED',
            submittedAt: submittedOn(1),
            isReviewed: true,
            agreesOn: ['NAME', 'ADDRESS', 'EMAIL'],
          },
        ],
        hasMore: false,
      },
    ]);
  });

  test('include those that had the value before an amendment', async () => {
    const amendments = [{ version: 2 as const, name: 'Carla Nova', amendedAt: submittedOn(2) }];
    await stored(recordOf({ id: 'carl-1', name: 'Carla Old', address: '3 Pine Way', amendments }));
    await stored(recordOf({ id: 'carl-2', name: 'Carla Old', address: '4 Pine Way' }));
    await stored(recordOf({ id: 'carl-3', name: 'carla nova', address: '5 Pine Way' }));
    for (const path of ['carl-2', 'carl-3']) {
      const { body } = await api.ask(RELATED, reviewer, { path });
      expect(body.items).toMatchObject([{ id: 'carl-1', name: 'Carla Nova', agreesOn: ['NAME'] }]);
    }
  });

  test('are the 50 newest; the answer says that there are more', async () => {
    const one = { name: 'Dora Dull', address: '6 Pine Way' };
    for (let number = 1; number <= 51; number += 1)
      await stored(
        recordOf({
          id: `dora-${number}`,
          ...one,
          submittedAt: `2026-01-31T11:00:${String(number).padStart(2, '0')}.000Z`,
        }),
      );
    const all = await api.ask(RELATED, reviewer, { path: 'dora-51' });
    expect([all.body.items.length, all.body.items[0].id, all.body.hasMore]).toEqual([50, 'dora-50', false]);
    await stored(recordOf({ id: 'dora-52', ...one, submittedAt: submittedOn(1) }));
    const some = await api.ask(RELATED, reviewer, { path: 'dora-51' });
    expect([some.body.items.length, some.body.hasMore]).toEqual([50, true]);
  });

  test('do not include an erased application whose entries are still in the index', async () => {
    const one = recordOf({ id: 'erik-1', name: 'Erik', address: '7 Pine Way' });
    await stored(one);
    await stored(recordOf({ id: 'erik-2', name: 'Erik', address: '8 Pine Way' }));
    const erasure = {
      reason: 'OBJECTION',
      requestedBy: 'privacy-1',
      requestedAt: submittedOn(1),
      confirmedBy: 'privacy-2',
      confirmedAt: submittedOn(1),
      erasedAt: submittedOn(1),
    };
    await api.put('applications', { ...one, name: 'erased', address: 'erased', erasure });
    expect((await api.ask(RELATED, reviewer, { path: 'erik-2' })).body.items).toEqual([]);
    expect((await api.ask(RELATED, reviewer, { path: 'erik-1' })).body.items).toEqual([]);
  });

  test('of an unknown application do not exist', async () => {
    expect((await api.ask(RELATED, reviewer, { path: 'unknown' })).status).toBe(404);
  });

  test('are named in the access log by their ids, without the applicants’ data', async () => {
    await stored(recordOf({ id: 'fay-1', name: 'Fay Quill', address: '9 Pine Way' }));
    await stored(recordOf({ id: 'fay-2', name: 'Fay Quill', address: '9 Pine Way' }));
    await api.ask(RELATED, reviewer, { path: 'fay-2' });
    expect(api.accesses.at(-1)).toEqual({
      routeKey: RELATED,
      caller: 'reviewer-1',
      id: 'fay-2',
      status: 200,
      shown: ['fay-1'],
    });
  });
});

const SEARCH = 'POST /applications/search';
const search = (body: object, who = reviewer) => api.ask(SEARCH, who, { body });
const foundBy = async (text: string): Promise<readonly string[]> =>
  (await search({ text })).body.items.map(({ id }: { readonly id: string }) => id);

describe('A search', () => {
  test('finds applications by the beginning of any word of the name, the address or the e-mail', async () => {
    await stored(
      recordOf({ id: 'greta-1', name: 'Greta Zoë Lindström', address: '10 Ährenweg', email: 'gz@fjord.example' }),
    );
    for (const text of ['greta', 'GRE', 'zoe', 'lindstrom', 'ahren', 'fjord', 'gz@fjord', '  Lind. '])
      expect([text, await foundBy(text)]).toEqual([text, ['greta-1']]);
    for (const text of ['reta', 'lindstroem', 'greta-2']) expect([text, await foundBy(text)]).toEqual([text, []]);
  });

  test('finds only applications that have a word with each beginning', async () => {
    await stored(recordOf({ id: 'hugo-1', name: 'Hugo Quentin', address: '1 Marl Close' }));
    await stored(recordOf({ id: 'hugo-2', name: 'Hugo Pratt', address: '2 Marl Close' }));
    expect([...(await foundBy('hugo'))].toSorted()).toEqual(['hugo-1', 'hugo-2']);
    expect(await foundBy('hugo 2')).toEqual(['hugo-2']);
    expect(await foundBy('quen hug marl')).toEqual(['hugo-1']);
    expect(await foundBy('hugo smith')).toEqual([]);
  });

  test('finds an application once, also if several of its words begin with the text', async () => {
    await stored(recordOf({ id: 'ilse-1', name: 'Ilse Ilsemann', address: '3 Ilsestrasse' }));
    expect(await foundBy('ilse')).toEqual(['ilse-1']);
    expect(await foundBy('ilsem')).toEqual(['ilse-1']);
  });

  test('returns 50 applications at most, newest first, and the rest with a cursor for the same words', async () => {
    const one = { name: 'Jutta', address: '4 Pine Way' };
    for (let number = 1; number <= 60; number += 1)
      await stored(recordOf({ id: `jutta-${number}`, ...one, submittedAt: new Date(number * 1_000).toISOString() }));
    const first = await search({ text: 'jutt' });
    expect([first.body.items.length, first.body.items[0].id]).toEqual([50, 'jutta-60']);
    const second = await search({ text: 'JUTT', cursor: first.body.cursor });
    expect([second.body.items.length, second.body.items.at(-1).id]).toEqual([10, 'jutta-1']);
    expect(second.body).not.toHaveProperty('cursor');
    expect((await search({ text: 'jutta', cursor: first.body.cursor })).body.code).toBe('INVALID_CURSOR');
    const few = await search({ text: 'jutt', limit: 3 });
    expect(few.body.items.length).toBe(3);
  });

  test('finds no erased application whose entries are still in the index', async () => {
    const one = recordOf({ id: 'kuno-1', name: 'Kuno', address: '5 Pine Way' });
    await stored(one);
    expect(await foundBy('kuno')).toEqual(['kuno-1']);
    const erasure = {
      reason: 'OBJECTION',
      requestedBy: 'privacy-1',
      requestedAt: submittedOn(1),
      confirmedBy: 'privacy-2',
      confirmedAt: submittedOn(1),
      erasedAt: submittedOn(1),
    };
    await api.put('applications', { ...one, name: 'erased', address: 'erased', erasure });
    expect(await foundBy('kuno')).toEqual([]);
    expect(await foundBy('erased')).toEqual([]);
  });

  test.each([
    [{}, 'text'],
    [{ text: 'a' }, 'text'],
    [{ text: 'a b – c' }, 'text'],
    [{ text: 'a'.repeat(201) }, 'text'],
    [{ text: 7 }, 'text'],
    [{ text: 'ab', limit: 51 }, 'limit'],
    [{ text: 'ab', limit: '5' }, 'limit'],
    [{ text: 'ab', cursor: 1 }, 'cursor'],
    [{ text: 'ab', cursor: 'x' }, 'cursor'],
    [{ text: 'ab', q: 'x' }, 'q'],
  ])('%j is refused', async (body, field) => {
    const { status, body: problem } = await search(body);
    expect([status, problem.field]).toEqual([400, field]);
  });

  test('leaves its text in no log: the access log has the ids that it found', async () => {
    await stored(recordOf({ id: 'lena-1', name: 'Lena Quillon', address: '6 Pine Way' }));
    await search({ text: 'quillon' });
    expect(api.accesses.at(-1)).toMatchObject({ routeKey: SEARCH, caller: 'reviewer-1', shown: ['lena-1'] });
    expect(JSON.stringify(api.accesses)).not.toMatch(/quillon/i);
  });
});

describe('A list', () => {
  test('of reviews shows the applicant, the flagged values with their parts, and who submitted, as far as there is a record', async () => {
    await stored(
      recordOf({
        id: 'moon-1',
        name: 'evil Moon',
        address: '7 Pine Way',
        submittedBy: 'operator-1',
        state: 'FLAGGED_FOR_REVIEW',
        reasons: ['NAME'],
        amendments: [{ version: 2, address: '8 Pine Way', amendedAt: submittedOn(1) }],
      }),
    );
    await api.put('reviews', { ...entryOf({ applicationId: 'moon-1', requestedAt: '2026-01-31T11:58:00.000Z' }) });
    await api.put('reviews', { ...entryOf({ applicationId: 'moon-2', requestedAt: '2026-01-31T11:59:00.000Z' }) });
    const { body } = await api.ask('GET /reviews', reviewer, { query: { q: 'moon-' } });
    expect(body.items.map(({ applicant }: { readonly applicant?: object }) => applicant)).toEqual([
      {
        name: 'evil Moon',
        address: '8 Pine Way',
        submittedBy: 'operator-1',
        flagged: [expect.objectContaining({ check: 'NAME', value: 'evil Moon', met: 'evil' })],
      },
      undefined,
    ]);
    expect(api.accesses.at(-1)).toMatchObject({ routeKey: 'GET /reviews', shown: ['moon-1', 'moon-2'] });
  });

  test('of applications shows the amended data', async () => {
    const amendments = [{ version: 2 as const, name: 'Nina New', amendedAt: submittedOn(1) }];
    await stored(recordOf({ id: 'nina-1', name: 'Nina Old', state: 'REVIEW_EXPIRED', amendments }));
    const { body } = await api.ask('GET /applications', reviewer, { query: { state: 'REVIEW_EXPIRED' } });
    expect(body.items).toMatchObject([{ id: 'nina-1', name: 'Nina New' }]);
    expect(body.items[0]).not.toHaveProperty('amendments');
    expect(api.accesses.at(-1)).toMatchObject({ routeKey: 'GET /applications', shown: ['nina-1'] });
    expect((await search({ text: 'nina old' })).body.items).toMatchObject([{ id: 'nina-1', name: 'Nina New' }]);
  });
});
