import { RestoreTableToPointInTimeCommand, type RestoreTableToPointInTimeCommandInput } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type BackupSystem,
  createTable,
  describeTable,
  enableRecovery,
  idsIn,
  putAll,
  refusalOf,
  startBackupSystem,
} from './harness.ts';

let system: BackupSystem;
beforeEach(async () => {
  system = await startBackupSystem();
  await createTable(system, 'orders', {
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'day', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-day',
        KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  await enableRecovery(system, 'orders');
  await putAll(system, 'orders', [{ id: 'a', day: 'monday' }, { id: 'b' }]);
});
afterEach(() => system.stop());

const restore = (input: Partial<RestoreTableToPointInTimeCommandInput>) =>
  system.dynamodb.send(
    new RestoreTableToPointInTimeCommand({ TargetTableName: 'restored', UseLatestRestorableTime: true, ...input }),
  );

test('a table is restored as it is now, by its name or its ARN, with its indexes and without its stream', async () => {
  const { TableArn } = await describeTable(system, 'orders');
  const { TableDescription } = await restore({ SourceTableName: 'orders' });
  expect(TableDescription).toMatchObject({
    TableStatus: 'CREATING',
    RestoreSummary: { SourceTableArn: TableArn, RestoreInProgress: true },
  });
  expect(TableDescription?.RestoreSummary).not.toHaveProperty('SourceBackupArn');
  await putAll(system, 'orders', [{ id: 'c' }]);
  expect(await idsIn(system, 'restored')).toEqual(['a', 'b']);
  expect(await idsIn(system, 'restored', 'by-day')).toEqual(['a']);
  expect(await describeTable(system, 'restored')).not.toHaveProperty('StreamSpecification');
  await restore({ SourceTableArn: TableArn, TargetTableName: 'again', GlobalSecondaryIndexOverride: [] });
  expect(await idsIn(system, 'again')).toEqual(['a', 'b', 'c']);
  expect(await describeTable(system, 'again')).not.toHaveProperty('GlobalSecondaryIndexes');
});

test('a point in time is refused by name, because earlier states are not stored', async () => {
  const input = { SourceTableName: 'orders', UseLatestRestorableTime: undefined, RestoreDateTime: new Date(0) };
  expect(await refusalOf(restore(input))).toBe(
    'UnsupportedOperation: RestoreDateTime of dynamodb:RestoreTableToPointInTime is not supported by the one-machine runtime.',
  );
});

test.each<[string, Partial<RestoreTableToPointInTimeCommandInput>, string]>([
  ['a source that does not exist', { SourceTableName: 'nowhere' }, 'TableNotFoundException: Table not found: nowhere'],
  [
    'a source without point-in-time recovery, also if the target exists',
    { SourceTableName: 'plain', TargetTableName: 'orders' },
    "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table 'plain'",
  ],
  [
    'a target that exists',
    { SourceTableName: 'orders', TargetTableName: 'orders' },
    'TableAlreadyExistsException: Table already exists: orders',
  ],
  [
    'no time',
    { SourceTableName: 'orders', UseLatestRestorableTime: false },
    'ValidationException: Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both',
  ],
  ['no source', {}, "ValidationException: The parameter 'TableName' is required but was not present in the request"],
  [
    'a name and an ARN',
    { SourceTableName: 'orders', SourceTableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders' },
    'ValidationException: Must provide exactly one of: sourceTableArn, sourceTableName',
  ],
  ['an ARN of something else', { SourceTableArn: 'orders' }, 'ValidationException: sourceTableArn is not a valid ARN'],
  [
    'a source in another account',
    { SourceTableArn: 'arn:aws:dynamodb:us-east-1:999999999999:table/orders' },
    'ValidationException: This action is only supported by accounts that match the resource owner’s account.',
  ],
])('a restore is refused with %s', async (_, input, message) => {
  await createTable(system, 'plain');
  expect(await refusalOf(restore(input))).toBe(message);
});
