import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

const TableName = 'orders';
let runtime: BehindGateway;
let client: DynamoDBClient;
let documents: DynamoDBDocumentClient;
beforeEach(async () => {
  runtime = await startBehindGateway((kernel) => [createDynamoDb(kernel)]);
  client = new DynamoDBClient(runtime.client);
  documents = DynamoDBDocumentClient.from(client);
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName });
});
afterEach(async () => {
  client.destroy();
  await runtime.stop();
});

test('the SDK writes and reads documents of all kinds', async () => {
  const Item = { id: 'a', count: 1, open: true, nothing: null, list: [1, { x: 'y' }], tags: new Set(['p', 'q']) };
  await documents.send(new PutCommand({ TableName, Item }));
  const { Item: read } = await documents.send(new GetCommand({ TableName, Key: { id: 'a' } }));
  expect(read).toEqual(Item);
});

test('the SDK reports failed conditions and the cancellation reasons of a transaction', async () => {
  await documents.send(new PutCommand({ TableName, Item: { id: 'a' } }));
  const ConditionExpression = 'attribute_not_exists(id)';
  await expect(
    documents.send(new PutCommand({ TableName, Item: { id: 'a' }, ConditionExpression })),
  ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  const TransactItems = [{ Put: { TableName, Item: { id: 'a' }, ConditionExpression } }];
  await expect(documents.send(new TransactWriteCommand({ TransactItems }))).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  });
});

test('the SDK scans a table in pages', async () => {
  for (let at = 0; at < 12; at += 1) await documents.send(new PutCommand({ TableName, Item: { id: `i${at}` } }));
  const counts: (number | undefined)[] = [];
  for await (const { Count } of paginateScan({ client: documents, pageSize: 5 }, { TableName })) counts.push(Count);
  expect(counts).toEqual([5, 5, 2]);
});
