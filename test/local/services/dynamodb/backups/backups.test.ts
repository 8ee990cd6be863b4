import {
  CreateBackupCommand,
  DeleteBackupCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  ListBackupsCommand,
  type ListBackupsCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type BackupSystem,
  backUp,
  createTable,
  describeTable,
  enableRecovery,
  putAll,
  refusalOf,
  startBackupSystem,
} from './harness.ts';

const ABSENT = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders/backup/01700000000000-0123abcd';

let system: BackupSystem;
beforeEach(async () => {
  system = await startBackupSystem();
  await createTable(system, 'orders');
  await putAll(system, 'orders', [{ id: 'a' }, { id: 'b' }]);
});
afterEach(() => system.stop());

const describeBackup = (BackupArn: string) => system.dynamodb.send(new DescribeBackupCommand({ BackupArn }));
const deleteBackup = (BackupArn: string) => system.dynamodb.send(new DeleteBackupCommand({ BackupArn }));
const list = (input: ListBackupsCommandInput = {}) => system.dynamodb.send(new ListBackupsCommand(input));
const namesIn = async (input: ListBackupsCommandInput = {}) =>
  (await list(input)).BackupSummaries?.map(({ BackupName }) => BackupName);

describe('CreateBackup', () => {
  test('answers that the backup is being created, with its ARN, name, type, size and time', async () => {
    const before = Date.now();
    const { BackupCreationDateTime: time, ...details } = await backUp(system, 'orders');
    expect(details).toEqual({
      BackupArn: expect.stringMatching(
        /^arn:aws:dynamodb:us-east-1:000000000000:table\/orders\/backup\/\d{14}-[0-9a-f]{8}$/,
      ),
      BackupName: 'monday',
      BackupSizeBytes: expect.any(Number),
      BackupStatus: 'CREATING',
      BackupType: 'USER',
    });
    expect(Number(time)).toBeGreaterThanOrEqual(before - 1);
    expect(details.BackupArn).toContain(`/backup/0${Number(time)}-`);
  });

  test('accepts the ARN of the table, and the same name again', async () => {
    const { TableArn } = await describeTable(system, 'orders');
    const first = await backUp(system, String(TableArn));
    const second = await backUp(system, 'orders');
    expect(first.BackupArn).not.toBe(second.BackupArn);
    expect(await namesIn()).toEqual(['monday', 'monday']);
  });

  test('of a table that does not exist is refused', async () => {
    const answer = system.dynamodb.send(new CreateBackupCommand({ TableName: 'nowhere', BackupName: 'monday' }));
    expect(await refusalOf(answer)).toBe('TableNotFoundException: Table not found: nowhere');
  });

  test.each([
    ['mo', 'Member must have length greater than or equal to 3'],
    ['on monday', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'],
  ])('refuses the name "%s"', async (BackupName, rule) => {
    const answer = system.dynamodb.send(new CreateBackupCommand({ TableName: 'orders', BackupName }));
    expect(await refusalOf(answer)).toBe(
      `ValidationException: 1 validation error detected: Value '${BackupName}' at 'backupName' failed to satisfy constraint: ${rule}`,
    );
  });
});

describe('DescribeBackup', () => {
  test('shows the table and its features as they were when the backup was created', async () => {
    const index = {
      KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    };
    await createTable(system, 'visits', {
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'day', AttributeType: 'S' },
      ],
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 4 },
      GlobalSecondaryIndexes: [
        { IndexName: 'by-day', ...index, ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 } },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { Enabled: true, SSEType: 'KMS' },
      Tags: [{ Key: 'team', Value: 'front' }],
      DeletionProtectionEnabled: true,
    });
    await system.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: 'visits',
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      }),
    );
    await putAll(system, 'visits', [{ id: 'a', day: 'monday' }]);
    const table = await describeTable(system, 'visits');
    const { BackupArn } = await backUp(system, 'visits');
    await putAll(system, 'visits', [{ id: 'b' }]);
    const { BackupDescription: description } = await describeBackup(BackupArn);
    expect(description).toEqual({
      BackupDetails: expect.objectContaining({ BackupArn, BackupStatus: 'AVAILABLE', BackupType: 'USER' }),
      SourceTableDetails: {
        TableName: 'visits',
        TableId: table.TableId,
        TableArn: table.TableArn,
        TableSizeBytes: table.TableSizeBytes,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        TableCreationDateTime: table.CreationDateTime,
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 4 },
        ItemCount: 1,
        BillingMode: 'PROVISIONED',
      },
      SourceTableFeatureDetails: {
        GlobalSecondaryIndexes: [
          { IndexName: 'by-day', ...index, ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 } },
        ],
        StreamDescription: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
        SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: expect.stringContaining(':key/') },
      },
    });
    expect(description?.BackupDetails).not.toHaveProperty('BackupExpiryDateTime');
  });

  test('of a plain table shows no features', async () => {
    const { BackupArn } = await backUp(system, 'orders');
    const { BackupDescription } = await describeBackup(BackupArn);
    expect(BackupDescription?.SourceTableFeatureDetails).toEqual({});
  });

  test('still shows a backup whose table was deleted', async () => {
    const { BackupArn } = await backUp(system, 'orders');
    await system.dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
    const { BackupDescription } = await describeBackup(BackupArn);
    expect(BackupDescription).toMatchObject({
      BackupDetails: { BackupStatus: 'AVAILABLE' },
      SourceTableDetails: { TableName: 'orders', ItemCount: 2 },
    });
  });
});

describe('DescribeBackup and DeleteBackup', () => {
  test('of a backup that does not exist are refused', async () => {
    const otherRegion = ABSENT.replace('us-east-1', 'eu-west-1');
    for (const arn of [ABSENT, otherRegion])
      for (const call of [describeBackup, deleteBackup])
        expect(await refusalOf(call(arn))).toBe(`BackupNotFoundException: Backup not found: ${arn}`);
  });

  test('need the ARN of a backup of this account', async () => {
    for (const call of [describeBackup, deleteBackup]) {
      expect(await refusalOf(call('arn:aws:dynamodb:us-east-1:000000000000:table/orders'))).toBe(
        'ValidationException: Invalid Backup ARN',
      );
      expect(await refusalOf(call(ABSENT.replace('000000000000', '999999999999')))).toBe(
        'AccessDeniedException: Access is denied',
      );
      expect(await refusalOf(call('monday'))).toBe(
        "ValidationException: 1 validation error detected: Value 'monday' at 'backupArn' failed to satisfy constraint: Member must have length greater than or equal to 37",
      );
    }
  });
});

describe('DeleteBackup', () => {
  test('answers the description as deleted; the backup is then gone', async () => {
    const { BackupArn } = await backUp(system, 'orders');
    const kept = await backUp(system, 'orders', 'tuesday');
    const { BackupDescription } = await deleteBackup(BackupArn);
    expect(BackupDescription).toMatchObject({
      BackupDetails: { BackupArn, BackupStatus: 'DELETED' },
      SourceTableDetails: { TableName: 'orders' },
    });
    expect(await refusalOf(deleteBackup(BackupArn))).toBe(`BackupNotFoundException: Backup not found: ${BackupArn}`);
    expect((await list()).BackupSummaries?.map((each) => each.BackupArn)).toEqual([kept.BackupArn]);
    expect(system.kernel.store.prepare('SELECT COUNT(*) AS rows FROM dynamodb_backup_entries').get()).toEqual({
      rows: 2,
    });
  });
});

describe('ListBackups', () => {
  /** Creates backups at different times of the runtime's clock. */
  const backUpApart = async (...names: readonly string[]) => {
    const backups = [];
    for (const name of names) {
      backups.push(await backUp(system, 'orders', name));
      await system.kernel.timers.advance(1_000);
    }
    return backups;
  };

  test('shows the summary of each backup, the oldest first', async () => {
    const [first] = await backUpApart('first', 'second');
    const { TableArn, TableId } = await describeTable(system, 'orders');
    const { BackupSummaries = [], LastEvaluatedBackupArn } = await list();
    expect(BackupSummaries.map(({ BackupName }) => BackupName)).toEqual(['first', 'second']);
    expect(BackupSummaries[0]).toEqual({ ...first, BackupStatus: 'AVAILABLE', TableName: 'orders', TableArn, TableId });
    expect(LastEvaluatedBackupArn).toBeUndefined();
  });

  test('selects the backups of a table by name or ARN, also of one that does not exist any more', async () => {
    await createTable(system, 'visits');
    await backUp(system, 'orders', 'of-orders');
    await backUp(system, 'visits', 'of-visits');
    const { TableArn } = await describeTable(system, 'orders');
    await system.dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
    expect(await namesIn({ TableName: 'orders' })).toEqual(['of-orders']);
    expect(await namesIn({ TableName: String(TableArn) })).toEqual(['of-orders']);
    expect(await namesIn({ TableName: 'nowhere' })).toEqual([]);
  });

  test('continues after the last backup of a page', async () => {
    await backUpApart('first', 'second', 'third');
    const page = await list({ Limit: 2 });
    expect(page.BackupSummaries?.map(({ BackupName }) => BackupName)).toEqual(['first', 'second']);
    expect(page.LastEvaluatedBackupArn).toBe(page.BackupSummaries?.[1]?.BackupArn);
    const next = await list({ Limit: 2, ExclusiveStartBackupArn: page.LastEvaluatedBackupArn });
    expect(next.BackupSummaries?.map(({ BackupName }) => BackupName)).toEqual(['third']);
    expect(next.LastEvaluatedBackupArn).toBeUndefined();
    await deleteBackup(String(page.LastEvaluatedBackupArn));
    expect(await namesIn({ ExclusiveStartBackupArn: page.LastEvaluatedBackupArn })).toEqual(['third']);
  });

  test('shows no further page if the last one is exactly full', async () => {
    await backUpApart('first', 'second');
    expect(await list({ Limit: 2 })).not.toHaveProperty('LastEvaluatedBackupArn');
  });

  test('includes the lower bound of a time range and excludes the upper bound', async () => {
    const [, second, third] = await backUpApart('first', 'second', 'third');
    const range = {
      TimeRangeLowerBound: second?.BackupCreationDateTime,
      TimeRangeUpperBound: third?.BackupCreationDateTime,
    };
    expect(await namesIn(range)).toEqual(['second']);
    expect(await namesIn({ TimeRangeLowerBound: third?.BackupCreationDateTime })).toEqual(['third']);
    expect(await namesIn({ TimeRangeUpperBound: second?.BackupCreationDateTime })).toEqual(['first']);
  });

  test('selects by type; by default only the backups that users created', async () => {
    await backUp(system, 'orders');
    await enableRecovery(system, 'orders');
    await system.dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
    expect(await namesIn()).toEqual(['monday']);
    expect(await namesIn({ BackupType: 'USER' })).toEqual(['monday']);
    expect(await namesIn({ BackupType: 'SYSTEM' })).toEqual(['orders$DeletedTableBackup']);
    expect(await namesIn({ BackupType: 'ALL' })).toEqual(['monday', 'orders$DeletedTableBackup']);
    expect(await namesIn({ BackupType: 'AWS_BACKUP' })).toEqual([]);
  });

  test.each<[string, ListBackupsCommandInput, string]>([
    [
      'a lower bound after the upper bound',
      { TimeRangeLowerBound: new Date(2_000), TimeRangeUpperBound: new Date(1_000) },
      'One or more parameter values were invalid: Time range lower bound must be less than or equal to upper bound',
    ],
    [
      'more than 100 backups',
      { Limit: 101 },
      "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    [
      'an unknown type',
      { BackupType: 'user' as 'USER' },
      "1 validation error detected: Value 'user' at 'backupType' failed to satisfy constraint: Member must satisfy enum value set: [USER, SYSTEM, AWS_BACKUP, ALL]",
    ],
    [
      'a start in another region',
      { ExclusiveStartBackupArn: ABSENT.replace('us-east-1', 'eu-west-1') },
      'Invalid Request: The supplied ExclusiveStartBackupArn does not match the region',
    ],
  ])('refuses %s', async (_, input, message) => {
    expect(await refusalOf(list(input))).toBe(`ValidationException: ${message}`);
  });
});
