import {
  DeleteBackupCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  ListBackupsCommand,
  RestoreTableFromBackupCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type BackupSystem,
  createTable,
  enableRecovery,
  idsIn,
  putAll,
  refusalOf,
  startBackupSystem,
} from './harness.ts';

const DAY_MS = 24 * 60 * 60_000;

let system: BackupSystem;
beforeEach(async () => {
  system = await startBackupSystem();
  await createTable(system, 'orders');
  await putAll(system, 'orders', [{ id: 'a' }, { id: 'b' }]);
});
afterEach(() => system.stop());

const deleteTable = () => system.dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
const systemBackups = async () =>
  (await system.dynamodb.send(new ListBackupsCommand({ TableName: 'orders', BackupType: 'SYSTEM' }))).BackupSummaries ??
  [];

test('the deletion of a table with point-in-time recovery leaves a backup from which it can be restored', async () => {
  await enableRecovery(system, 'orders');
  await deleteTable();
  const [backup] = await systemBackups();
  expect(backup).toMatchObject({
    BackupArn: expect.stringMatching(/:table\/orders\/backup\/\d{14}-00000000$/),
    BackupName: 'orders$DeletedTableBackup',
    BackupStatus: 'AVAILABLE',
    BackupType: 'SYSTEM',
  });
  expect(Number(backup?.BackupExpiryDateTime) - Number(backup?.BackupCreationDateTime)).toBe(35 * DAY_MS);
  const BackupArn = backup?.BackupArn;
  const { BackupDescription } = await system.dynamodb.send(new DescribeBackupCommand({ BackupArn }));
  expect(BackupDescription).toMatchObject({ SourceTableDetails: { ItemCount: 2 }, SourceTableFeatureDetails: {} });
  await system.dynamodb.send(new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: 'orders' }));
  expect(await idsIn(system, 'orders')).toEqual(['a', 'b']);
});

test('the deletion of a table without point-in-time recovery leaves no backup', async () => {
  await deleteTable();
  expect(await systemBackups()).toEqual([]);
});

test('such a backup cannot be deleted, and expires after 35 days', async () => {
  await enableRecovery(system, 'orders');
  await deleteTable();
  const [backup] = await systemBackups();
  const BackupArn = backup?.BackupArn;
  expect(await refusalOf(system.dynamodb.send(new DeleteBackupCommand({ BackupArn })))).toBe(
    `ValidationException: Invalid Request: User is not allowed to delete the system backup with arn ${BackupArn}. It will automatically expire on ${backup?.BackupExpiryDateTime?.toISOString()}`,
  );
  await system.kernel.timers.advance(34 * DAY_MS);
  expect(await systemBackups()).toHaveLength(1);
  await system.kernel.timers.advance(2 * DAY_MS);
  expect(await systemBackups()).toEqual([]);
  expect(system.kernel.store.prepare('SELECT COUNT(*) AS rows FROM dynamodb_backup_entries').get()).toEqual({
    rows: 0,
  });
});

test('each deletion of a table with the same name leaves its own backup', async () => {
  for (const id of ['first', 'second']) {
    await enableRecovery(system, 'orders');
    await deleteTable();
    await createTable(system, 'orders');
    await putAll(system, 'orders', [{ id }]);
  }
  expect(await systemBackups()).toHaveLength(2);
});
