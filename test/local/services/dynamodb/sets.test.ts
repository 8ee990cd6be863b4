import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const TableName = 'books';
const Key = { id: { S: 'a' } };

let kernel: TestKernel;
const db = (action: string, input: object) => kernel.as('dynamodb', action, { TableName, ...input });
beforeEach(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
  await db('CreateTable', {
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'kind', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'kinds',
        KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterEach(() => kernel.stop());

const WRITTEN = {
  kind: { S: 'k' },
  texts: { SS: ['b', '', 'é', 'a', 'Z'] },
  numbers: { NS: ['10', '-5', '9', '0.5'] },
  bytes: { BS: ['/w==', '', 'AQ=='] },
  inside: { M: { list: { L: [{ SS: ['y', 'x'] }] } } },
};
const STORED = {
  ...Key,
  kind: { S: 'k' },
  texts: { SS: ['', 'Z', 'a', 'b', 'é'] },
  numbers: { NS: ['-5', '0.5', '9', '10'] },
  bytes: { BS: ['', 'AQ==', '/w=='] },
  inside: { M: { list: { L: [{ SS: ['x', 'y'] }] } } },
};

test('the members of sets are stored in the order of their bytes or numbers, also in indexes', async () => {
  await db('PutItem', { Item: { ...Key, ...WRITTEN } });
  expect(await db('GetItem', { Key })).toEqual({ Item: STORED });
  expect(await db('Scan', { IndexName: 'kinds' })).toMatchObject({ Items: [STORED] });
});

test('an update adds members at their place, and returns the set in its order', async () => {
  await db('PutItem', { Item: { ...Key, ...WRITTEN } });
  const add = (value: object) =>
    db('UpdateItem', {
      Key,
      UpdateExpression: 'ADD texts :texts',
      ExpressionAttributeValues: { ':texts': value },
      ReturnValues: 'UPDATED_NEW',
    });
  const expected = { texts: { SS: ['', 'A', 'Z', 'a', 'b', 'é'] } };
  expect(await add({ SS: ['A'] })).toEqual({ Attributes: expected });
  expect(await db('GetItem', { Key })).toEqual({ Item: { ...STORED, ...expected } });
});

test('an update that only removes an attribute returns no new attributes', async () => {
  await db('PutItem', { Item: { ...Key, ...WRITTEN } });
  expect(await db('UpdateItem', { Key, UpdateExpression: 'REMOVE texts', ReturnValues: 'UPDATED_NEW' })).toEqual({});
});
