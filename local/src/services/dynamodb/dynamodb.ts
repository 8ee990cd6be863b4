import type { Kernel } from '../../core/kernel.ts';
import type { Action, ServiceModule } from '../../core/service.ts';
import { backupActions } from './backups/backup-actions.ts';
import { BackupStore } from './backups/backup-store.ts';
import { itemActions } from './item-actions.ts';
import { ItemDatabase } from './item-database.ts';
import { partiqlActions } from './partiql/partiql-actions.ts';
import { replaceInternals } from './replacements.ts';
import { TableSettings } from './settings.ts';
import { sequenceNumber } from './streams/stream.ts';
import { streamActions } from './streams/stream-actions.ts';
import { StreamRecorder } from './streams/stream-recorder.ts';
import { StreamSignals, type StreamSource } from './streams/stream-signals.ts';
import { StreamStore } from './streams/stream-store.ts';
import { tableActions } from './table-actions.ts';
import { tableExtraActions } from './table-extras.ts';
import { TimeToLive } from './time-to-live.ts';
import { transactionActions } from './transactions.ts';
import { dynamoDbWriter } from './wire.ts';

const TABLE_ARN = /^arn:aws:dynamodb:[^:]+:\d{12}:table\//;

const REFUSED = [
  'CreateGlobalTable',
  'DeleteResourcePolicy',
  'DescribeContributorInsights',
  'DescribeEndpoints',
  'DescribeExport',
  'DescribeGlobalTable',
  'DescribeGlobalTableSettings',
  'DescribeImport',
  'DescribeKinesisStreamingDestination',
  'DescribeTableReplicaAutoScaling',
  'DisableKinesisStreamingDestination',
  'EnableKinesisStreamingDestination',
  'ExportTableToPointInTime',
  'GetResourcePolicy',
  'ImportTable',
  'ListContributorInsights',
  'ListExports',
  'ListGlobalTables',
  'ListImports',
  'PutResourcePolicy',
  'UpdateContributorInsights',
  'UpdateGlobalTable',
  'UpdateGlobalTableSettings',
  'UpdateKinesisStreamingDestination',
  'UpdateTableReplicaAutoScaling',
] as const;

/** Makes an action accept a table's ARN in place of its name, as AWS does. */
const byNameOrArn =
  (action: Action): Action =>
  (input, call) => {
    const { TableName: name } = input;
    if (typeof name !== 'string' || !TABLE_ARN.test(name)) return action(input, call);
    return action({ ...input, TableName: name.replace(TABLE_ARN, '') }, call);
  };

/**
 * DynamoDB: runs dynalite's operations on the runtime's store. A write is acknowledged after its commit is on disk.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
 */
export const createDynamoDb = (kernel: Kernel): ServiceModule & StreamSource => {
  replaceInternals();
  const database = new ItemDatabase(kernel);
  const settings = new TableSettings(kernel.store);
  const streams = new StreamStore(kernel);
  const signals = new StreamSignals();
  const recorder = new StreamRecorder(kernel, streams, signals);
  database.observeItems((table) => recorder.listenerOf(table));
  const timeToLive = new TimeToLive(kernel, { database, settings, recorder });
  const backups = new BackupStore(kernel, database);
  const context = { kernel, database, settings, streams, timeToLive, backups };
  const transactions = transactionActions(kernel, database);
  const actions = {
    ...itemActions(database),
    ...tableActions(context),
    ...tableExtraActions(context),
    ...backupActions(context),
    ...transactions,
    ...partiqlActions(kernel, database, transactions.TransactWriteItems),
    ...streamActions(context),
  };
  return {
    service: {
      name: 'dynamodb',
      actions: Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, byNameOrArn(action)])),
      refused: REFUSED,
      protocols: [
        { kind: 'json', targetPrefix: 'DynamoDB_20120810', version: '1.0', writer: dynamoDbWriter },
        { kind: 'json', targetPrefix: 'DynamoDBStreams_20120810', version: '1.0', writer: dynamoDbWriter },
      ],
    },
    onRecords: (streamArn, listener) => signals.onRecords(streamArn, listener),
    latestSequenceNumber: (streamArn) => {
      const stream = streams.find(streamArn);
      return stream && sequenceNumber(stream, stream.last);
    },
  };
};
