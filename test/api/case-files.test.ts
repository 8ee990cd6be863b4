import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CaseEntry, chained } from '../../case-file/entry.ts';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf, FLAGGED } from '../handlers/shared/reviews/in-memory-review.ts';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const reviewer = user('the-reviewer', 'reviewer');
const auditor = user('the-auditor', 'auditor');
const FILE = 'GET /applications/{id}/case-file';
const ALL = 'GET /case-files/verification';
/** Long before the time of the API in these tests. */
const LONG_AGO = '2026-01-01T12:00:00.000Z';

const putEntries = async (applicationId: string, ...kinds: readonly string[]): Promise<readonly CaseEntry[]> => {
  const entries: CaseEntry[] = [];
  for (const [index, kind] of kinds.entries()) {
    const source = { table: 'applications', version: index + 1, part: 1, parts: 1 };
    const personal = { salt: 's', name: 'Spock' };
    entries.push(chained(applicationId, entries.at(-1), { at: LONG_AGO, kind, source, facts: { kind }, personal }));
  }
  for (const entry of entries) await api.put('case-entries', { ...entry });
  return entries;
};

const putRecord = (id: string, version: number, updatedAt = LONG_AGO) =>
  api.put('applications', { ...recordOf(FLAGGED), id, version, updatedAt, submittedAt: LONG_AGO });

describe('The case file of an application', () => {
  test('has its entries in order, the versions of its items and its sealed end', async () => {
    await putRecord('full', 2);
    await api.put('reviews', { ...entryOf(), applicationId: 'full', version: 3 });
    await api.put('accounts', { applicationId: 'full', accountId: 'account-1', openedAt: LONG_AGO });
    const entries = await putEntries('full', 'SUBMITTED', 'REVIEW_REQUESTED');
    const sealed = { number: 2, hash: entries[1]?.hash, sealedAt: LONG_AGO };
    await api.put('case-seals', { id: 'full', ...sealed });
    const { status, body } = await api.ask(FILE, reviewer, { path: 'full' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ applicationId: 'full', entries, sealed });
    expect(body.items).toMatchObject([
      { table: 'applications', version: 2, isRecent: false },
      { table: 'reviews', version: 3 },
      { table: 'accounts', version: 1, isRecent: false },
    ]);
  });

  test('is shown also if the record was removed', async () => {
    await putEntries('removed', 'SUBMITTED');
    const { status, body } = await api.ask(FILE, reviewer, { path: 'removed' });
    expect([status, body.items, body.entries.length]).toEqual([200, [], 1]);
  });

  test('of an unknown application does not exist', async () => {
    expect((await api.ask(FILE, reviewer, { path: 'unknown' })).status).toBe(404);
    expect((await api.ask(FILE, reviewer, { path: '#latest' })).status).toBe(404);
  });
});

test('The verification of all files pages through the applications and names what is wrong', async () => {
  await putRecord('right', 1);
  await putEntries('right', 'SUBMITTED');
  await putRecord('without-file', 1);
  await putRecord('changed', 2);
  const [first] = await putEntries('changed', 'SUBMITTED', 'OUTCOME_RECORDED');
  await api.put('case-entries', { ...first, kind: 'FORGED' });
  await putRecord('behind', 2, '2026-01-31T11:59:59.000Z');
  await putEntries('behind', 'SUBMITTED');
  const found = new Map<string, readonly { readonly what: string; readonly number: number }[]>();
  let cursor: string | undefined;
  do {
    const query = { limit: '2', ...(cursor === undefined ? {} : { cursor }) };
    const { status, body } = await api.ask(ALL, auditor, { query });
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(2);
    for (const { applicationId, findings } of body.items) found.set(applicationId, findings);
    cursor = body.cursor;
  } while (cursor !== undefined);
  expect(found.get('right')).toEqual([]);
  expect(found.get('behind')).toEqual([]);
  expect(found.get('without-file')).toMatchObject([{ number: 1, what: 'CUT' }]);
  expect(found.get('changed')).toMatchObject([{ number: 1, what: 'CHANGED' }]);
  expect((await api.ask(ALL, reviewer)).status).toBe(403);
});
