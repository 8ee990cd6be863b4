import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  RestoreTableFromBackupCommand,
  type RestoreTableFromBackupCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type BackupSystem,
  backUp,
  createTable,
  describeTable,
  enableRecovery,
  idsIn,
  putAll,
  refusalOf,
  startBackupSystem,
} from './harness.ts';

const units = (read: number, write: number) => ({ ReadCapacityUnits: read, WriteCapacityUnits: write });
const BY_DAY = {
  IndexName: 'by-day',
  KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};
const BY_TIME = {
  IndexName: 'by-time',
  KeySchema: [
    { AttributeName: 'id', KeyType: 'HASH' as const },
    { AttributeName: 'time', KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' as const },
};

let system: BackupSystem;
/** ARN of the backup of `visits`, a table with capacity 5/4 and two indexes. */
let visits: string;
/** ARN of the backup of `orders`, a table with capacity per request. */
let orders: string;
beforeEach(async () => {
  system = await startBackupSystem();
  await createTable(system, 'visits', {
    AttributeDefinitions: ['id', 'at', 'day', 'time'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'at', KeyType: 'RANGE' },
    ],
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: units(5, 4),
    GlobalSecondaryIndexes: [{ ...BY_DAY, ProvisionedThroughput: units(3, 2) }],
    LocalSecondaryIndexes: [BY_TIME],
  });
  await createTable(system, 'orders', { OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 50 } });
  await putAll(system, 'visits', [
    { id: 'a', at: '1', day: 'monday', time: '9' },
    { id: 'b', at: '1', day: 'monday', time: '8' },
    { id: 'c', at: '1' },
  ]);
  await putAll(system, 'orders', [{ id: 'x' }, { id: 'y' }]);
  visits = (await backUp(system, 'visits')).BackupArn;
  orders = (await backUp(system, 'orders')).BackupArn;
});
afterEach(() => system.stop());

type Overrides = Partial<RestoreTableFromBackupCommandInput>;

const restore = (BackupArn: string, overrides: Overrides = {}) =>
  system.dynamodb.send(new RestoreTableFromBackupCommand({ TargetTableName: 'restored', BackupArn, ...overrides }));
const restored = () => describeTable(system, 'restored');
const indexNames = async () => {
  const { GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = [] } = await restored();
  return [...global, ...local].map(({ IndexName }) => IndexName);
};

describe('A restored table', () => {
  test('has the items and index entries of the backup, not those that were written later', async () => {
    await putAll(system, 'visits', [{ id: 'd', at: '1', day: 'monday' }]);
    await system.dynamodb.send(new DeleteTableCommand({ TableName: 'visits' }));
    await restore(visits);
    expect(await idsIn(system, 'restored')).toEqual(['a', 'b', 'c']);
    expect(await idsIn(system, 'restored', 'by-day')).toEqual(['a', 'b']);
    expect(await idsIn(system, 'restored', 'by-time')).toEqual(['a', 'b']);
    const { ItemCount, GlobalSecondaryIndexes: [byDay] = [] } = await restored();
    expect([ItemCount, byDay?.ItemCount]).toEqual([3, 2]);
  });

  test('updates its indexes when its items change, and does not change its source', async () => {
    await restore(visits);
    const Item = { id: { S: 'a' }, at: { S: '1' }, day: { S: 'tuesday' } };
    await system.dynamodb.send(new PutItemCommand({ TableName: 'restored', Item }));
    const on = async (TableName: string, day: string) => {
      const { Items = [] } = await system.dynamodb.send(
        new QueryCommand({
          TableName,
          IndexName: 'by-day',
          KeyConditionExpression: '#day = :day',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':day': { S: day } },
        }),
      );
      return Items.map(({ id }) => id?.S);
    };
    expect([await on('restored', 'monday'), await on('restored', 'tuesday')]).toEqual([['b'], ['a']]);
    expect(await on('visits', 'tuesday')).toEqual([]);
  });

  test('is shown as being created in the answer, and as ACTIVE without a summary afterwards', async () => {
    const source = await describeTable(system, 'visits');
    const { TableDescription } = await restore(visits);
    expect(TableDescription).toMatchObject({
      TableName: 'restored',
      TableStatus: 'CREATING',
      RestoreSummary: { SourceBackupArn: visits, SourceTableArn: source.TableArn, RestoreInProgress: true },
    });
    expect(TableDescription?.RestoreSummary?.RestoreDateTime).toEqual(expect.any(Date));
    const table = await restored();
    expect(table).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: source.KeySchema });
    expect(table).not.toHaveProperty('RestoreSummary');
    expect(table.TableId).not.toBe(source.TableId);
    expect(Number(table.CreationDateTime)).toBeGreaterThanOrEqual(Number(source.CreationDateTime));
  });

  test('has capacity and encryption of its source, but no stream, time to live, recovery, tags, class or protection', async () => {
    await createTable(system, 'full', {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { Enabled: true, SSEType: 'KMS' },
      OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 50 },
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      Tags: [{ Key: 'team', Value: 'front' }],
      DeletionProtectionEnabled: true,
    });
    const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
    await system.dynamodb.send(new UpdateTimeToLiveCommand({ TableName: 'full', TimeToLiveSpecification }));
    await enableRecovery(system, 'full');
    await restore((await backUp(system, 'full')).BackupArn);
    const table = await restored();
    expect(table).toMatchObject({
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 50 },
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: expect.stringContaining(':key/') },
      DeletionProtectionEnabled: false,
    });
    for (const member of ['StreamSpecification', 'LatestStreamArn', 'TableClassSummary'])
      expect(table).not.toHaveProperty(member);
    const TableName = 'restored';
    expect(await system.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).toMatchObject({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
    expect(await system.dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }))).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' } },
    });
    expect(await system.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: table.TableArn }))).toMatchObject({
      Tags: [],
    });
  });

  test('can have the name of its deleted source', async () => {
    await system.dynamodb.send(new DeleteTableCommand({ TableName: 'orders' }));
    await restore(orders, { TargetTableName: 'orders' });
    expect(await idsIn(system, 'orders')).toEqual(['x', 'y']);
  });
});

describe('The overrides of a restore', () => {
  test('set the capacity of the table; its indexes keep theirs', async () => {
    await restore(visits, { ProvisionedThroughputOverride: units(7, 6) });
    const { ProvisionedThroughput, GlobalSecondaryIndexes: [byDay] = [] } = await restored();
    expect(ProvisionedThroughput).toMatchObject(units(7, 6));
    expect(byDay?.ProvisionedThroughput).toMatchObject(units(3, 2));
  });

  test('change the billing to capacity per request, for the indexes too', async () => {
    await restore(visits, {
      BillingModeOverride: 'PAY_PER_REQUEST',
      OnDemandThroughputOverride: { MaxReadRequestUnits: 9, MaxWriteRequestUnits: 8 },
    });
    const { GlobalSecondaryIndexes: [byDay] = [], ...table } = await restored();
    expect(table).toMatchObject({
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      OnDemandThroughput: { MaxReadRequestUnits: 9, MaxWriteRequestUnits: 8 },
      ProvisionedThroughput: units(0, 0),
    });
    expect(byDay?.ProvisionedThroughput).toMatchObject(units(0, 0));
  });

  test('change the billing to provisioned capacity', async () => {
    await restore(orders, { BillingModeOverride: 'PROVISIONED', ProvisionedThroughputOverride: units(2, 1) });
    const table = await restored();
    expect(table.ProvisionedThroughput).toMatchObject(units(2, 1));
    expect(table).not.toHaveProperty('OnDemandThroughput');
  });

  test('change the encryption', async () => {
    await restore(orders, { SSESpecificationOverride: { Enabled: true, SSEType: 'KMS' } });
    expect((await restored()).SSEDescription).toEqual({
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: expect.stringContaining(':key/'),
    });
    await createTable(system, 'full', { SSESpecification: { Enabled: true, SSEType: 'KMS' } });
    const { BackupArn } = await backUp(system, 'full');
    await restore(BackupArn, { TargetTableName: 'plain', SSESpecificationOverride: { Enabled: false } });
    expect(await describeTable(system, 'plain')).not.toHaveProperty('SSEDescription');
  });

  test('select the indexes: an empty list restores none', async () => {
    await restore(visits, { GlobalSecondaryIndexOverride: [] });
    expect(await indexNames()).toEqual(['by-time']);
    await system.dynamodb.send(new DeleteTableCommand({ TableName: 'restored' }));
    await restore(visits, { GlobalSecondaryIndexOverride: [], LocalSecondaryIndexOverride: [] });
    expect(await indexNames()).toEqual([]);
    expect((await restored()).AttributeDefinitions).toEqual([
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'at', AttributeType: 'S' },
    ]);
  });

  test('can give an index another name and capacity', async () => {
    await restore(visits, {
      GlobalSecondaryIndexOverride: [{ ...BY_DAY, IndexName: 'per-day', ProvisionedThroughput: units(8, 7) }],
      LocalSecondaryIndexOverride: [{ ...BY_TIME, IndexName: 'per-time' }],
    });
    expect(await indexNames()).toEqual(['per-day', 'per-time']);
    expect((await restored()).GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).toMatchObject(units(8, 7));
    expect(await idsIn(system, 'restored', 'per-day')).toEqual(['a', 'b']);
    expect(await idsIn(system, 'restored', 'per-time')).toEqual(['a', 'b']);
  });

  const missing = (name: string) =>
    `Index ${name} does not match a secondary index that existed in the source table and cannot be created during the restore operation`;

  test.each<[string, () => string, Overrides, string]>([
    [
      'capacity for a table with capacity per request',
      () => orders,
      { ProvisionedThroughputOverride: units(1, 1) },
      'Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED',
    ],
    [
      'capacity with the billing mode PAY_PER_REQUEST',
      () => visits,
      { BillingModeOverride: 'PAY_PER_REQUEST', ProvisionedThroughputOverride: units(1, 1) },
      'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST',
    ],
    [
      'the billing mode PROVISIONED without capacity',
      () => orders,
      { BillingModeOverride: 'PROVISIONED' },
      'Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED',
    ],
    [
      'maximum units per request for a table with provisioned capacity',
      () => visits,
      { OnDemandThroughputOverride: { MaxReadRequestUnits: 1 } },
      'Cannot override MaxReadRequestUnits for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST',
    ],
    [
      'a global index without capacity',
      () => visits,
      { GlobalSecondaryIndexOverride: [BY_DAY] },
      'Must specify provisioned throughput for index by-day',
    ],
    [
      'a global index with capacity, and the billing mode PAY_PER_REQUEST',
      () => visits,
      {
        BillingModeOverride: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexOverride: [{ ...BY_DAY, ProvisionedThroughput: units(1, 1) }],
      },
      'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST for index by-day',
    ],
    [
      'a global index with other keys',
      () => visits,
      {
        GlobalSecondaryIndexOverride: [
          {
            ...BY_DAY,
            KeySchema: [{ AttributeName: 'time', KeyType: 'HASH' }],
            ProvisionedThroughput: units(1, 1),
          },
        ],
      },
      missing('by-day'),
    ],
    [
      'a local index with another projection',
      () => visits,
      { LocalSecondaryIndexOverride: [{ ...BY_TIME, Projection: { ProjectionType: 'ALL' } }] },
      missing('by-time'),
    ],
  ])('cannot be %s; no table is created', async (_, backup, overrides, message) => {
    expect(await refusalOf(restore(backup(), overrides))).toBe(`ValidationException: Invalid Request: ${message}`);
    expect(await refusalOf(restored())).toContain('ResourceNotFoundException');
  });
});

describe('A restore is refused', () => {
  test('if the table exists', async () => {
    expect(await refusalOf(restore(orders, { TargetTableName: 'orders' }))).toBe(
      'TableAlreadyExistsException: Table already exists: orders',
    );
  });

  test('if the backup does not exist, or its ARN is that of a table or of another account', async () => {
    const absent = orders.replace(/.{8}$/, '01234567');
    expect(await refusalOf(restore(absent))).toBe(`BackupNotFoundException: Backup not found: ${absent}`);
    expect(await refusalOf(restore('arn:aws:dynamodb:us-east-1:000000000000:table/orders'))).toBe(
      'ValidationException: Invalid Backup ARN',
    );
    expect(await refusalOf(restore(orders.replace('000000000000', '999999999999')))).toBe(
      'AccessDeniedException: Access is denied',
    );
  });

  test('if the name of the table is not valid', async () => {
    expect(await refusalOf(restore(orders, { TargetTableName: 'bad name!' }))).toBe(
      "ValidationException: 1 validation error detected: Value 'bad name!' at 'targetTableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    );
  });
});
