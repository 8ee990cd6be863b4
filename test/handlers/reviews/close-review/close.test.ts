import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeReview, type Ports } from '../../../../handlers/reviews/close-review/close.ts';
import { createIncomingReviews } from '../../../../handlers/reviews/receive-reviews/incoming-reviews-table.ts';
import { createReviewLedgerTable } from '../../../../handlers/shared/reviews/ledger-table.ts';
import { startTables, type Tables } from '../../tables.ts';

const BY_HAND = { decision: 'APPROVE', reviewer: 'kirk' } as const;

let tables: Tables;
let ports: Ports;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('reviews', 'applicationId', 'requestedAt');
  await tables.create('review-tokens', 'applicationId');
  ports = {
    viewApplication: async (id) =>
      id === 'by-hand' ? { state: 'APPROVED', executionArn: 'run', decision: BY_HAND } : undefined,
    ledger: createReviewLedgerTable(tables.client, 'reviews'),
    now: () => new Date('2026-02-02T12:00:01.000Z'),
  };
});
afterAll(() => tables.stop());

const request = (applicationId: string, requestedAt = '2026-01-31T12:00:00.000Z') =>
  createIncomingReviews(tables.client, { reviews: 'reviews', tokens: 'review-tokens' }).keepNewest({
    applicationId,
    taskToken: `token of ${requestedAt}`,
    reasons: ['NAME'],
    requestedAt,
    attempt: 0,
    dueAt: '2026-02-03T12:00:00.000Z',
    reviewDeadline: '2026-03-02T12:00:00.000Z',
    receivedAt: '2026-01-31T12:00:01.000Z',
  });

const entryOf = async (applicationId: string) =>
  (await tables.client.send(new GetCommand({ TableName: 'reviews', Key: { applicationId } }))).Item;

const outcome = (applicationId: string, of = 'APPROVED', occurredAt = '2026-02-02T12:00:00Z') => ({
  applicationId,
  outcome: of,
  occurredAt,
});

test.each([
  ['APPROVED', 'REVIEW_APPROVED'],
  ['REJECTED', 'REVIEW_REJECTED'],
  ['REVIEW_EXPIRED', 'REVIEW_EXPIRED'],
])('the outcome %s closes the pending review as %s', async (of, state) => {
  await request(of);
  expect(await closeReview(ports, outcome(of, of))).toEqual({ applicationId: of, result: 'CLOSED' });
  expect(await entryOf(of)).toMatchObject({ state, closedAt: '2026-02-02T12:00:01.000Z' });
});

test('a decision sent with the task token is stored in the entry as it is in the record', async () => {
  await request('by-hand');
  await closeReview(ports, outcome('by-hand'));
  expect(await entryOf('by-hand')).toMatchObject({
    state: 'REVIEW_APPROVED',
    version: 2,
    decision: { decision: 'APPROVE', reviewer: 'kirk', at: '2026-02-02T12:00:00Z' },
  });
});

test('a repeated outcome changes nothing', async () => {
  await request('twice');
  await closeReview(ports, outcome('twice'));
  const late = { ...ports, now: () => new Date('2026-02-03T12:00:00.000Z') };
  expect(await closeReview(late, outcome('twice'))).toMatchObject({ result: 'NOTHING' });
  expect(await entryOf('twice')).toMatchObject({ closedAt: '2026-02-02T12:00:01.000Z' });
});

test('a replayed old outcome does not close a review that was requested after it', async () => {
  await request('anew', '2026-02-05T12:00:00.000Z');
  expect(await closeReview(ports, outcome('anew'))).toMatchObject({ result: 'NOTHING' });
  expect(await entryOf('anew')).toMatchObject({ state: 'PENDING' });
});

test('an application that was approved without a review gets no entry', async () => {
  expect(await closeReview(ports, outcome('unreviewed'))).toMatchObject({ result: 'NOTHING' });
  expect(await entryOf('unreviewed')).toBeUndefined();
});

test('a detail that ends no review is refused, so that the event reaches the dead-letter queue', async () => {
  await expect(closeReview(ports, outcome('app-1', 'FLAGGED_FOR_REVIEW'))).rejects.toThrow(TypeError);
  await expect(closeReview(ports, undefined)).rejects.toThrow(TypeError);
});
