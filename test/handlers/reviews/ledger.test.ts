import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LedgerTable } from '../../../handlers/reviews/keep-reviews/ledger-table.ts';
import { createLedger } from '../../../handlers/reviews/receive-reviews/ledger-table.ts';
import type { PendingReview } from '../../../handlers/reviews/receive-reviews/ports.ts';
import { createViewApplication } from '../../../handlers/reviews/shared/applications-view.ts';
import type { ReviewEntry } from '../../../handlers/reviews/shared/review-entry.ts';
import { ApplicationsTable } from '../../../handlers/shared/applications-table.ts';
import { recordOf } from '../in-memory-applications.ts';
import { startTables, type Tables } from '../tables.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('reviews', 'applicationId', 'requestedAt');
  await tables.create('applications', 'id', 'submittedAt');
});
afterAll(() => tables.stop());

const NOW = new Date('2026-02-02T12:00:00.000Z');

const entryOf = (applicationId: string, requestedAt = '2026-01-31T12:00:00.000Z'): PendingReview => ({
  applicationId,
  taskToken: `token of ${requestedAt}`,
  reasons: ['NAME'],
  requestedAt,
  dueAt: '2026-02-03T12:00:00.000Z',
  reviewDeadline: '2026-03-02T12:00:00.000Z',
  receivedAt: '2026-02-01T12:00:00.000Z',
});

const asPending = (review: PendingReview): ReviewEntry => ({ ...review, state: 'PENDING', version: 1 });

async function pending(): Promise<ReviewEntry[]> {
  const entries: ReviewEntry[] = [];
  for await (const page of new LedgerTable(tables.client, 'reviews').pendingPages()) entries.push(...page);
  return entries;
}

describe('The review ledger', () => {
  test('keeps the newest request of each application and lists what waits, oldest first', async () => {
    const ledger = createLedger(tables.client, 'reviews');
    expect(await ledger.keepNewest(entryOf('app-1', '2026-02-01T12:00:00.000Z'))).toBe('STORED');
    expect(await ledger.keepNewest(entryOf('app-1'))).toBe('KNOWN');
    expect(await ledger.keepNewest(entryOf('app-2'))).toBe('STORED');
    expect((await pending()).map(({ applicationId, taskToken }) => [applicationId, taskToken])).toEqual([
      ['app-2', 'token of 2026-01-31T12:00:00.000Z'],
      ['app-1', 'token of 2026-02-01T12:00:00.000Z'],
    ]);
  });

  test('closes an entry, but not one that a newer request has replaced meanwhile', async () => {
    const receiving = createLedger(tables.client, 'reviews');
    const keeping = new LedgerTable(tables.client, 'reviews');
    await receiving.keepNewest(entryOf('app-3'));
    await receiving.keepNewest(entryOf('app-3', '2026-02-01T12:00:00.000Z'));
    await keeping.close(asPending(entryOf('app-3')), 'REVIEW_EXPIRED', NOW);
    expect((await pending()).map(({ applicationId }) => applicationId)).toContain('app-3');
    await keeping.close(asPending(entryOf('app-3', '2026-02-01T12:00:00.000Z')), 'REVIEW_APPROVED', NOW);
    expect((await pending()).map(({ applicationId }) => applicationId)).not.toContain('app-3');
  });

  test('opens a closed entry again when a newer request comes', async () => {
    const receiving = createLedger(tables.client, 'reviews');
    await receiving.keepNewest(entryOf('app-4'));
    await new LedgerTable(tables.client, 'reviews').close(asPending(entryOf('app-4')), 'REVIEW_EXPIRED', NOW);
    await receiving.keepNewest(entryOf('app-4', '2026-02-01T12:00:00.000Z'));
    const [entry] = (await pending()).filter(({ applicationId }) => applicationId === 'app-4');
    expect(entry).toEqual({ ...asPending(entryOf('app-4', '2026-02-01T12:00:00.000Z')), version: 3 });
  });

  test('exchanges only the token of a pending entry, and leaves who holds it and when it is due', async () => {
    const receiving = createLedger(tables.client, 'reviews');
    const claim = { reviewer: 'kirk', until: '2026-02-01T12:00:00.000Z' };
    const deciding = { at: '2026-02-01T11:59:00.000Z' };
    const held = { ...asPending(entryOf('app-5')), claim, deciding, audit: [] };
    await tables.client.send(new PutCommand({ TableName: 'reviews', Item: held }));
    const again = { ...entryOf('app-5', '2026-02-01T12:00:00.000Z'), dueAt: '2026-02-04T12:00:00.000Z' };
    await receiving.keepNewest(again);
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

  test('forgets who held and who decided an entry that begins anew, and keeps its audit list', async () => {
    const receiving = createLedger(tables.client, 'reviews');
    const ended = { ...asPending(entryOf('app-6')), state: 'REVIEW_APPROVED', closedAt: '2026-02-01T11:00:00.000Z' };
    const past = { claim: { reviewer: 'kirk' }, deciding: {}, decision: {}, remindedAt: 'then', escalatedAt: 'then' };
    await tables.client.send(new PutCommand({ TableName: 'reviews', Item: { ...ended, ...past, audit: ['kept'] } }));
    await receiving.keepNewest(entryOf('app-6', '2026-02-01T12:00:00.000Z'));
    const [entry] = (await pending()).filter(({ applicationId }) => applicationId === 'app-6');
    expect(entry).toEqual({ ...asPending(entryOf('app-6', '2026-02-01T12:00:00.000Z')), version: 2, audit: ['kept'] });
  });
});

test("The reviewers' side sees state, run and deadline of an application, and nothing the applicant has written", async () => {
  const applications = new ApplicationsTable(tables.client, 'applications');
  const reviewDeadline = '2026-03-02T12:00:00.000Z';
  await applications.createOnce(recordOf({ state: 'FLAGGED_FOR_REVIEW', reviewDeadline }));
  const view = createViewApplication(tables.client, 'applications');
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:account-application:first';
  expect(await view('app-1')).toEqual({ state: 'FLAGGED_FOR_REVIEW', executionArn, reviewDeadline });
  expect(await view('unknown')).toBeUndefined();
});
