import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationsTable } from '../../../handlers/shared/applications-table.ts';
import { LedgerTable } from '../../../reviewer/worker/keep-reviews/ledger-table.ts';
import { createLedger } from '../../../reviewer/worker/receive-reviews/ledger-table.ts';
import { createViewApplication } from '../../../reviewer/worker/shared/applications-view.ts';
import type { ReviewEntry } from '../../../reviewer/worker/shared/review-entry.ts';
import { recordOf } from '../../handlers/in-memory-applications.ts';
import { startTables, type Tables } from '../../handlers/tables.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('reviews', 'applicationId', 'requestedAt');
  await tables.create('applications', 'id', 'submittedAt');
});
afterAll(() => tables.stop());

const NOW = new Date('2026-02-02T12:00:00.000Z');

const entryOf = (applicationId: string, requestedAt = '2026-01-31T12:00:00.000Z'): ReviewEntry => ({
  applicationId,
  state: 'PENDING',
  taskToken: `token of ${requestedAt}`,
  reasons: ['NAME'],
  requestedAt,
  reviewDeadline: '2026-03-02T12:00:00.000Z',
  receivedAt: '2026-02-01T12:00:00.000Z',
});

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
    await keeping.close(entryOf('app-3'), 'REVIEW_EXPIRED', NOW);
    expect((await pending()).map(({ applicationId }) => applicationId)).toContain('app-3');
    await keeping.close(entryOf('app-3', '2026-02-01T12:00:00.000Z'), 'REVIEW_APPROVED', NOW);
    expect((await pending()).map(({ applicationId }) => applicationId)).not.toContain('app-3');
  });

  test('opens a closed entry again when a newer request comes', async () => {
    const receiving = createLedger(tables.client, 'reviews');
    await receiving.keepNewest(entryOf('app-4'));
    await new LedgerTable(tables.client, 'reviews').close(entryOf('app-4'), 'REVIEW_EXPIRED', NOW);
    await receiving.keepNewest(entryOf('app-4', '2026-02-01T12:00:00.000Z'));
    const [entry] = (await pending()).filter(({ applicationId }) => applicationId === 'app-4');
    expect(entry).toEqual(entryOf('app-4', '2026-02-01T12:00:00.000Z'));
  });
});

test("The reviewers' side sees state, run and deadline of an application, and nothing the applicant has written", async () => {
  const applications = new ApplicationsTable(tables.client, 'applications');
  const reviewDeadline = '2026-03-02T12:00:00.000Z';
  await applications.create(recordOf({ state: 'FLAGGED_FOR_REVIEW', reviewDeadline }));
  const view = createViewApplication(tables.client, 'applications');
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:account-application:first';
  expect(await view('app-1')).toEqual({ state: 'FLAGGED_FOR_REVIEW', executionArn, reviewDeadline });
  expect(await view('unknown')).toBeUndefined();
});
