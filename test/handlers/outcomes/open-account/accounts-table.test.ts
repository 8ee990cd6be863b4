import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AccountsTable } from '../../../../handlers/outcomes/open-account/accounts-table.ts';
import { NOON } from '../../in-memory-applications.ts';
import { startTables, type Tables } from '../../tables.ts';

let tables: Tables;
let accounts: AccountsTable;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('accounts', 'applicationId');
  accounts = new AccountsTable(tables.client, 'accounts');
});
afterAll(() => tables.stop());

const OPENED = { applicationId: 'app-1', accountId: 'account-1', openedAt: '2026-01-31T12:00:00.000Z' };

test('an application has one account, and repeated calls return the same account', async () => {
  expect(await accounts.openOnce(OPENED)).toEqual(OPENED);
  expect(await accounts.openOnce({ ...OPENED, accountId: 'account-2' })).toEqual(OPENED);
  await accounts.markAnnounced('app-1', NOON);
  const announced = { ...OPENED, announcedAt: '2026-01-31T12:00:00.000Z' };
  expect(await accounts.openOnce({ ...OPENED, accountId: 'account-3' })).toEqual(announced);
});
