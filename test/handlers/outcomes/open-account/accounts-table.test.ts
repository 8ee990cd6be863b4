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
const account = (number: number, accountId = `account-${number}`) => ({
  ...OPENED,
  applicationId: `app-${number}`,
  accountId,
});

test('an application has one account, and repeated calls return the same account', async () => {
  expect(await accounts.openAllOnce([OPENED])).toEqual([OPENED]);
  expect(await accounts.openAllOnce([{ ...OPENED, accountId: 'account-2' }])).toEqual([OPENED]);
  await accounts.markAllAnnounced([OPENED], NOON);
  const announced = { ...OPENED, announcedAt: '2026-01-31T12:00:00.000Z' };
  expect(await accounts.openAllOnce([{ ...OPENED, accountId: 'account-3' }])).toEqual([announced]);
});

test('in a batch, applications that have an account keep it, and the others get one', async () => {
  await accounts.openAllOnce([account(11), account(13)]);
  const opened = await accounts.openAllOnce([account(10), account(11, 'another'), account(12), account(13, 'another')]);
  expect(opened).toEqual([account(10), account(11), account(12), account(13)]);
  expect(await accounts.openAllOnce([account(10, 'another'), account(12, 'another')])).toEqual([
    account(10),
    account(12),
  ]);
});

test('concurrent batches open one account per application', async () => {
  const numbers = Array.from({ length: 10 }, (_, index) => 20 + index);
  const batches = await Promise.all(
    ['first', 'second', 'third'].map((name) =>
      accounts.openAllOnce(numbers.map((number) => account(number, `${name}-${number}`))),
    ),
  );
  expect(batches[1]).toEqual(batches[0]);
  expect(batches[2]).toEqual(batches[0]);
  expect(new Set(batches.flat().map((opened) => opened?.accountId)).size).toBe(10);
});

test('a hundred accounts are marked as announced in one call', async () => {
  const many = Array.from({ length: 100 }, (_, index) => account(100 + index));
  await accounts.openAllOnce(many);
  await accounts.markAllAnnounced(many, NOON);
  const announced = many.map((one) => ({ ...one, announcedAt: '2026-01-31T12:00:00.000Z' }));
  expect(await accounts.openAllOnce(many)).toEqual(announced);
});
