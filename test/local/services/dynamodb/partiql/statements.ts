import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../../../local/src/services/dynamodb/dynamodb.ts';
import { type BehindGateway, startBehindGateway } from '../../sqs/behind-gateway.ts';

type Item = Record<string, AttributeValue>;

export interface Tables {
  readonly runtime: BehindGateway;
  readonly client: DynamoDBClient;
  run(statement: string, more?: Partial<ExecuteStatementCommandInput>): Promise<Item[]>;
  put(item: Item, table?: string): Promise<void>;
  stored(key: Item, table?: string): Promise<Item | undefined>;
  stop(): Promise<void>;
}

const key = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' as const }] : []),
];

const attribute = (AttributeName: string, AttributeType: 'S' | 'N') => ({ AttributeName, AttributeType });

/** Starts DynamoDB behind the gateway, with the tables `books` (key `shelf`, `place`) and `people` (key `id`). */
export const startTables = async (): Promise<Tables> => {
  const runtime = await startBehindGateway((kernel) => [createDynamoDb(kernel)]);
  const client = new DynamoDBClient(runtime.client);
  await client.send(
    new CreateTableCommand({
      TableName: 'books',
      AttributeDefinitions: [
        attribute('shelf', 'S'),
        attribute('place', 'N'),
        attribute('author', 'S'),
        attribute('year', 'N'),
      ],
      KeySchema: key('shelf', 'place'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-author',
          KeySchema: key('author', 'year'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
        },
      ],
      LocalSecondaryIndexes: [
        { IndexName: 'by-year', KeySchema: key('shelf', 'year'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: 'people',
      AttributeDefinitions: [attribute('id', 'S')],
      KeySchema: key('id'),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return {
    runtime,
    client,
    run: async (Statement, more = {}) =>
      (await client.send(new ExecuteStatementCommand({ Statement, ...more }))).Items ?? [],
    put: async (Item, TableName = 'people') => {
      await client.send(new PutItemCommand({ TableName, Item }));
    },
    stored: async (Key, TableName = 'people') =>
      (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item,
    stop: async () => {
      client.destroy();
      await runtime.stop();
    },
  };
};

/** The error of a refused call as `<code>: <message>`. */
export const refusal = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer;
  } catch (error) {
    if (error instanceof DynamoDBServiceException) return `${error.name}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};
