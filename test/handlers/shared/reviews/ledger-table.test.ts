import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createIncomingReviews } from '../../../../handlers/reviews/receive-reviews/incoming-reviews-table.ts';
import type { IncomingReviewLedger } from '../../../../handlers/reviews/receive-reviews/ports.ts';
import type { ReviewEntry } from '../../../../handlers/shared/reviews/entry.ts';
import type { IncomingReview } from '../../../../handlers/shared/reviews/entry-updates.ts';
import { createReviewLedgerTable } from '../../../../handlers/shared/reviews/ledger-table.ts';
import { createReviewTokens } from '../../../../handlers/shared/reviews/review-tokens.ts';
import { fingerprintOf } from '../../../../handlers/shared/reviews/token-fingerprint.ts';
import { startTables, type Tables } from '../../tables.ts';

let tables: Tables;
let ledger: ReturnType<typeof createReviewLedgerTable> & IncomingReviewLedger;
let tokens: ReturnType<typeof createReviewTokens>;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('reviews', 'applicationId', 'requestedAt');
  await tables.create('review-tokens', 'applicationId');
  const incoming = createIncomingReviews(tables.client, { reviews: 'reviews', tokens: 'review-tokens' });
  ledger = { ...createReviewLedgerTable(tables.client, 'reviews'), ...incoming };
  tokens = createReviewTokens(tables.client, 'review-tokens');
});
afterAll(() => tables.stop());

const NOW = new Date('2026-02-02T12:00:00.000Z');

const entryOf = (applicationId: string, requestedAt = '2026-01-31T12:00:00.000Z'): IncomingReview => ({
  applicationId,
  taskToken: `token of ${requestedAt}`,
  reasons: ['NAME'],
  requestedAt,
  attempt: 0,
  dueAt: '2026-02-03T12:00:00.000Z',
  reviewDeadline: '2026-03-02T12:00:00.000Z',
  receivedAt: '2026-02-01T12:00:00.000Z',
});

const asPending = ({ taskToken, ...review }: IncomingReview): ReviewEntry => ({
  ...review,
  tokenFingerprint: fingerprintOf(taskToken),
  state: 'PENDING',
  version: 1,
});

/** The token of the entry, as decide-reviews finds it. */
const tokenOf = async (applicationId: string): Promise<string | undefined> => {
  const entry = await ledger.read(applicationId);
  return entry && tokens.find(entry);
};

const itemIn = async (TableName: string, applicationId: string) =>
  (await tables.client.send(new GetCommand({ TableName, Key: { applicationId }, ConsistentRead: true }))).Item;

const closing = ({ applicationId, requestedAt }: IncomingReview, state: 'REVIEW_APPROVED' | 'REVIEW_EXPIRED') => ({
  applicationId,
  review: { requestedBy: new Date(requestedAt) },
  state,
  now: NOW,
});

async function pending(): Promise<ReviewEntry[]> {
  const entries: ReviewEntry[] = [];
  for await (const page of ledger.openPages()) entries.push(...page);
  return entries;
}

describe('The review ledger', () => {
  test('keeps the newest request of each application and lists pending entries, oldest first', async () => {
    expect(await ledger.keepNewest(entryOf('app-1', '2026-02-01T12:00:00.000Z'))).toBe('STORED');
    expect(await ledger.keepNewest(entryOf('app-1'))).toBe('KNOWN');
    expect(await ledger.keepNewest(entryOf('app-2'))).toBe('STORED');
    const entries = await pending();
    expect(entries.map(({ applicationId }) => applicationId)).toEqual(['app-2', 'app-1']);
    expect([...(await tokens.findAll(entries))]).toEqual([
      ['app-2', 'token of 2026-01-31T12:00:00.000Z'],
      ['app-1', 'token of 2026-02-01T12:00:00.000Z'],
    ]);
  });

  test('closes an entry, but not if a newer request has replaced it', async () => {
    await ledger.keepNewest(entryOf('app-3'));
    await ledger.keepNewest(entryOf('app-3', '2026-02-01T12:00:00.000Z'));
    await ledger.close(closing(entryOf('app-3'), 'REVIEW_EXPIRED'));
    expect((await pending()).map(({ applicationId }) => applicationId)).toContain('app-3');
    await ledger.close(closing(entryOf('app-3', '2026-02-01T12:00:00.000Z'), 'REVIEW_APPROVED'));
    expect((await pending()).map(({ applicationId }) => applicationId)).not.toContain('app-3');
  });

  test('closes an entry by its token, but not if the entry has another token', async () => {
    const request = entryOf('app-7');
    await ledger.keepNewest(request);
    await ledger.keepNewest({ ...request, taskToken: 'token-2', attempt: 10 });
    const byToken = (taskToken: string) => ({
      ...closing(request, 'REVIEW_EXPIRED'),
      review: { applicationId: 'app-7', tokenFingerprint: fingerprintOf(taskToken) },
    });
    expect(await ledger.close(byToken(request.taskToken))).toBe(false);
    expect(await ledger.close(byToken('token-2'))).toBe(true);
  });

  test.each(['PENDING', 'REVIEW_EXPIRED'] as const)(
    'replaces the token of an entry in %s by a later attempt of the same time, never by an earlier one',
    async (state) => {
      const request = entryOf(`attempts-${state}`);
      const attempt = (number: number) => ({ ...request, taskToken: `token-${number}`, attempt: number });
      await ledger.keepNewest(attempt(10));
      if (state !== 'PENDING') await ledger.close(closing(request, state));
      expect(await ledger.keepNewest(attempt(10))).toBe('KNOWN');
      expect(await ledger.keepNewest(attempt(6))).toBe('KNOWN');
      expect(await ledger.keepNewest(attempt(20))).toBe('STORED');
      expect(await ledger.keepNewest(attempt(11))).toBe('KNOWN');
      expect(await ledger.read(request.applicationId)).toMatchObject({ state: 'PENDING' });
      expect(await tokenOf(request.applicationId)).toBe('token-20');
    },
  );

  test('replaces another token of the same time in an entry of an earlier version, which has no attempt', async () => {
    const { attempt: _, ...earlier } = entryOf('app-8');
    const item = { ...earlier, state: 'PENDING', version: 1 };
    await tables.client.send(new PutCommand({ TableName: 'reviews', Item: item }));
    expect(await ledger.keepNewest({ ...earlier, attempt: 0 })).toBe('KNOWN');
    expect(await ledger.keepNewest({ ...earlier, taskToken: 'token-2', attempt: 10 })).toBe('STORED');
    expect(await ledger.read('app-8')).toMatchObject({ attempt: 10 });
    expect(await tokenOf('app-8')).toBe('token-2');
  });

  test('stores a later request even if an earlier request opens the closed entry at the same time', async () => {
    const [first, second, third] = [1, 2, 3].map((day) => entryOf('app-9', `2026-02-0${day}T12:00:00.000Z`));
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three requests.');
    await ledger.keepNewest(first);
    await ledger.close(closing(first, 'REVIEW_EXPIRED'));
    await Promise.all([ledger.keepNewest(second), ledger.keepNewest(third), ledger.keepNewest(first)]);
    expect(await ledger.read('app-9')).toMatchObject({ state: 'PENDING' });
    expect(await tokenOf('app-9')).toBe(third.taskToken);
  });

  test('opens a closed entry again for a newer request', async () => {
    await ledger.keepNewest(entryOf('app-4'));
    await ledger.close(closing(entryOf('app-4'), 'REVIEW_EXPIRED'));
    await ledger.keepNewest(entryOf('app-4', '2026-02-01T12:00:00.000Z'));
    const [entry] = (await pending()).filter(({ applicationId }) => applicationId === 'app-4');
    expect(entry).toEqual({ ...asPending(entryOf('app-4', '2026-02-01T12:00:00.000Z')), version: 3 });
  });

  test('replaces the token of a pending entry and keeps its claim and due date', async () => {
    const claim = { reviewer: 'kirk', until: '2026-02-01T12:00:00.000Z' };
    const deciding = { at: '2026-02-01T11:59:00.000Z' };
    const held = { ...asPending(entryOf('app-5')), claim, deciding, audit: [] };
    await tables.client.send(new PutCommand({ TableName: 'reviews', Item: held }));
    const again = { ...entryOf('app-5', '2026-02-01T12:00:00.000Z'), dueAt: '2026-02-04T12:00:00.000Z' };
    await ledger.keepNewest(again);
    const [entry] = (await pending()).filter(({ applicationId }) => applicationId === 'app-5');
    expect(entry).toEqual({
      ...asPending(again),
      dueAt: '2026-02-03T12:00:00.000Z',
      version: 2,
      claim,
      deciding,
      audit: [],
    });
  });

  test('keeps the first decision for a renewed request of the same run, and removes it for a request of another run', async () => {
    const first = { ...entryOf('two'), run: 'run-1', decisionsRequired: 2 };
    const decisions = [{ decision: 'APPROVE', reviewer: 'kirk', at: '2026-02-01T12:00:00.000Z' }] as const;
    await ledger.keepNewest(first);
    const stored = await ledger.read('two');
    await ledger.write({ ...(stored ?? asPending(first)), state: 'PENDING_SECOND', decisions });
    const audited = [{ at: NOW.toISOString(), what: 'INSUFFICIENT', who: 'unknown' }] as const;
    await ledger.keepNewest({ ...first, ...entryOf('two', '2026-02-01T12:00:00.000Z'), audited });
    expect(await ledger.read('two')).toMatchObject({
      state: 'PENDING_SECOND',
      decisions,
      audit: audited,
    });
    expect(await tokenOf('two')).toBe('token of 2026-02-01T12:00:00.000Z');
    expect((await pending()).map(({ applicationId }) => applicationId)).toContain('two');
    await ledger.keepNewest({ ...first, ...entryOf('two', '2026-02-02T12:00:00.000Z'), run: 'run-2' });
    const exchanged = await ledger.read('two');
    expect(exchanged).toMatchObject({ state: 'PENDING', run: 'run-2' });
    expect(await tokenOf('two')).toBe('token of 2026-02-02T12:00:00.000Z');
    expect(exchanged).not.toHaveProperty('decisions');
  });

  test('starts a new review for a request of a later round, also in an entry that is still open, and never goes back', async () => {
    const first = { ...entryOf('app-rounds'), run: 'run-1' };
    await ledger.keepNewest(first);
    const entry = await ledger.read('app-rounds');
    if (entry === undefined) throw new Error('The entry is missing.');
    const deciding = {
      decision: 'RETURN',
      reviewer: 'kirk',
      at: '2026-01-31T13:00:00.000Z',
      tokenFingerprint: 'fingerprint',
      run: 'run-1',
    } as const;
    await ledger.write({ ...entry, deciding, remindedAt: '2026-01-31T13:00:00.000Z' });
    const later = '2026-02-01T12:00:00.000Z';
    const next = { ...first, taskToken: 'token-2', requestedAt: later, dueAt: '2026-02-04T12:00:00.000Z', round: 1 };
    expect(await ledger.keepNewest(next)).toBe('STORED');
    const again = await ledger.read('app-rounds');
    expect(again).toMatchObject({
      state: 'PENDING',
      dueAt: '2026-02-04T12:00:00.000Z',
      round: 1,
    });
    expect(await tokenOf('app-rounds')).toBe('token-2');
    expect([again?.deciding, again?.remindedAt]).toEqual([undefined, undefined]);
    expect(await ledger.keepNewest(first)).toBe('KNOWN');
    expect(await ledger.keepNewest({ ...next, taskToken: 'token-3', attempt: 1 })).toBe('STORED');
  });

  test('closes an entry that waits for a second person', async () => {
    await ledger.keepNewest(entryOf('second'));
    const stored = await ledger.read('second');
    await ledger.write({ ...(stored ?? asPending(entryOf('second'))), state: 'PENDING_SECOND' });
    expect(await ledger.close(closing(entryOf('second'), 'REVIEW_EXPIRED'))).toBe(true);
    expect((await ledger.read('second'))?.state).toBe('REVIEW_EXPIRED');
  });

  test('removes claim and decision from an entry with a new review, and keeps its audit list', async () => {
    const ended = { ...asPending(entryOf('app-6')), state: 'REVIEW_APPROVED', closedAt: '2026-02-01T11:00:00.000Z' };
    const past = { claim: { reviewer: 'kirk' }, deciding: {}, decision: {}, remindedAt: 'then', escalatedAt: 'then' };
    await tables.client.send(new PutCommand({ TableName: 'reviews', Item: { ...ended, ...past, audit: ['kept'] } }));
    await ledger.keepNewest(entryOf('app-6', '2026-02-01T12:00:00.000Z'));
    const [entry] = (await pending()).filter(({ applicationId }) => applicationId === 'app-6');
    expect(entry).toEqual({ ...asPending(entryOf('app-6', '2026-02-01T12:00:00.000Z')), version: 2, audit: ['kept'] });
  });
});

describe('The task token of a review', () => {
  test('is stored beside the ledger and never in the entry, until a day after the review deadline', async () => {
    await ledger.keepNewest({ ...entryOf('secret'), taskToken: 'a secret' });
    expect(JSON.stringify(await itemIn('reviews', 'secret'))).not.toContain('a secret');
    expect(await itemIn('review-tokens', 'secret')).toEqual({
      applicationId: 'secret',
      taskToken: 'a secret',
      expiresAtEpochSeconds: Date.parse('2026-03-03T12:00:00.000Z') / 1_000,
    });
  });

  test('is not replaced by a request that the ledger refuses', async () => {
    const request = { ...entryOf('refused'), taskToken: 'token-2', attempt: 2 };
    await ledger.keepNewest(request);
    expect(await ledger.keepNewest({ ...request, taskToken: 'token-1', attempt: 1 })).toBe('KNOWN');
    expect(await tokenOf('refused')).toBe('token-2');
  });

  test('is not found for an entry that was read before a later request replaced the token', async () => {
    await ledger.keepNewest(entryOf('read-before'));
    const entry = await ledger.read('read-before');
    await ledger.keepNewest({ ...entryOf('read-before'), taskToken: 'token-2', attempt: 1 });
    if (entry === undefined) throw new Error('The entry is missing.');
    expect(await tokens.find(entry)).toBeUndefined();
    expect(await tokens.findAll([entry])).toEqual(new Map());
  });
});

describe('An entry of an earlier version, which has the task token itself', () => {
  /** The item as earlier versions stored it. */
  const putEarlier = async (applicationId: string): Promise<void> => {
    const Item = { ...entryOf(applicationId), state: 'PENDING', version: 1 };
    await tables.client.send(new PutCommand({ TableName: 'reviews', Item }));
  };

  test('is decided and renewed with that token', async () => {
    await putEarlier('earlier');
    const [entry] = (await pending()).filter(({ applicationId }) => applicationId === 'earlier');
    expect(await tokenOf('earlier')).toBe('token of 2026-01-31T12:00:00.000Z');
    expect(entry && (await tokens.findAll([entry])).get('earlier')).toBe('token of 2026-01-31T12:00:00.000Z');
  });

  test('keeps the token when a decision is noted, and is closed by it', async () => {
    await putEarlier('earlier-noted');
    const entry = await ledger.read('earlier-noted');
    if (entry === undefined) throw new Error('The entry is missing.');
    await ledger.write({ ...entry, claim: { reviewer: 'kirk', until: '2026-02-01T12:30:00.000Z' } });
    expect(await tokenOf('earlier-noted')).toBe('token of 2026-01-31T12:00:00.000Z');
    const close = { applicationId: 'earlier-noted', state: 'REVIEW_EXPIRED', now: NOW } as const;
    expect(await ledger.close({ ...close, review: { ...entry, taskToken: 'another' } })).toBe(false);
    expect(await ledger.close({ ...close, review: entry })).toBe(true);
  });

  test('loses the token to the table of tokens with the next request', async () => {
    await putEarlier('earlier-renewed');
    await ledger.keepNewest({ ...entryOf('earlier-renewed'), taskToken: 'token-2', attempt: 1 });
    expect(await itemIn('reviews', 'earlier-renewed')).not.toHaveProperty('taskToken');
    expect(await tokenOf('earlier-renewed')).toBe('token-2');
  });
});
