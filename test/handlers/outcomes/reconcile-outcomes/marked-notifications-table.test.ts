import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MarkedNotificationsTable } from '../../../../handlers/outcomes/reconcile-outcomes/marked-notifications-table.ts';
import { startTables, type Tables } from '../../tables.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('notifications', 'id');
});
afterAll(() => tables.stop());

const NOW = new Date('2026-01-31T12:00:00.000Z');

test('sent and reconciled notifications and ends of duplicates are settled; claimed and unknown ones are not', async () => {
  const notifications = new MarkedNotificationsTable(tables.client, 'notifications');
  await notifications.claim('claimed', NOW, NOW);
  await notifications.markSent('sent', NOW);
  await notifications.markReconciled('reconciled', NOW);
  await notifications.markSent('both', NOW);
  await notifications.markReconciled('both', NOW);
  const end = { applicationId: 'a-1', run: 'run-1', endedAt: NOW.toISOString() };
  await notifications.addDuplicate('duplicate', NOW, end);
  const settled = await notifications.settledOf(['claimed', 'duplicate', 'sent', 'reconciled', 'both', 'unknown']);
  expect(settled).toEqual(new Set(['duplicate', 'sent', 'reconciled', 'both']));
  expect(await notifications.settledOf([])).toEqual(new Set());
});

test('a hundred keys are read in one call', async () => {
  const notifications = new MarkedNotificationsTable(tables.client, 'notifications');
  const keys = Array.from({ length: 100 }, (_, index) => `of-many-${index}`);
  await Promise.all(keys.map((key) => notifications.markSent(key, NOW)));
  expect((await notifications.settledOf(keys)).size).toBe(100);
});
