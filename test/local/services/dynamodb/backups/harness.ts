import {
  type BackupDetails,
  CreateBackupCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBServiceException,
  PutItemCommand,
  ScanCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../../../local/src/services/dynamodb/dynamodb.ts';
import { type BehindGateway, startBehindGateway } from '../../sqs/behind-gateway.ts';

export interface BackupSystem extends BehindGateway {
  readonly dynamodb: DynamoDBClient;
}

/** DynamoDB behind the gateway, with a client of the SDK. */
export const startBackupSystem = async (options: { readonly dataDir?: string } = {}): Promise<BackupSystem> => {
  const runtime = await startBehindGateway((kernel) => [createDynamoDb(kernel)], options);
  const dynamodb = new DynamoDBClient({ ...runtime.client, maxAttempts: 1 });
  return {
    ...runtime,
    dynamodb,
    stop: async () => {
      dynamodb.destroy();
      await runtime.stop();
    },
  };
};

/** Creates a table with the key `id`; `more` adds to or replaces its members. */
export const createTable = async (
  { dynamodb }: BackupSystem,
  TableName: string,
  more: Partial<CreateTableCommandInput> = {},
): Promise<void> => {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    }),
  );
};

/** Puts items whose attributes are all strings. */
export const putAll = async (
  { dynamodb }: BackupSystem,
  TableName: string,
  items: readonly Readonly<Record<string, string>>[],
): Promise<void> => {
  for (const item of items) {
    const Item = Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }]));
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
  }
};

/** The ids of all items of a table or index, in order. */
export const idsIn = async (
  { dynamodb }: BackupSystem,
  TableName: string,
  IndexName?: string,
): Promise<readonly (string | undefined)[]> => {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, IndexName }));
  return Items.map(({ id }) => id?.S).sort();
};

export const backUp = async (
  { dynamodb }: BackupSystem,
  TableName: string,
  BackupName = 'monday',
): Promise<BackupDetails & { readonly BackupArn: string }> => {
  const { BackupDetails: details } = await dynamodb.send(new CreateBackupCommand({ TableName, BackupName }));
  if (details?.BackupArn === undefined) throw new Error(`${TableName} has no backup.`);
  return details as BackupDetails & { readonly BackupArn: string };
};

export const describeTable = async ({ dynamodb }: BackupSystem, TableName: string): Promise<TableDescription> =>
  (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table as TableDescription;

export const enableRecovery = async ({ dynamodb }: BackupSystem, TableName: string): Promise<void> => {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
};

/** The name and message of the error with which an answer fails; `accepted` if it does not fail. */
export const refusalOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'accepted',
    ({ name, message }: DynamoDBServiceException) => `${name}: ${message}`,
  );
