import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { one } from '../../template/start-template.ts';
import { apiTemplate, clientOf, getAtt, source, startTemplate, unit } from './graphql-api.ts';

type Json = Record<string, unknown>;

const SCHEMA = `
type Query {
  byHelper(input: AWSJSON): AWSJSON
  byRequest(request: AWSJSON): AWSJSON
  powerless(request: AWSJSON): AWSJSON
}
schema { query: Query }`;

/** Calls a helper of the module with the payload in the argument, and returns what the data source answers. */
const HELPER = `
import { util } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
import { operations } from '@aws-appsync/utils/dynamodb';
export function request(ctx) {
  const { name, payload, add } = ctx.args.input;
  if (name === 'update') return ddb.update({ ...payload, update: { ...payload.update, count: operations.increment(add) } });
  const helpers = {
    get: ddb.get, put: ddb.put, remove: ddb.remove, query: ddb.query, scan: ddb.scan, batchGet: ddb.batchGet,
    batchPut: ddb.batchPut, batchDelete: ddb.batchDelete, transactGet: ddb.transactGet, transactWrite: ddb.transactWrite,
  };
  return helpers[name](payload);
}
export const response = (ctx) => ({ result: ctx.result, error: ctx.error });`;

const REQUEST = `
export const request = (ctx) => ctx.args.request;
export const response = (ctx) => ({ result: ctx.result, error: ctx.error });`;

const dynamoSource = (Name: string, role: string) =>
  source('AMAZON_DYNAMODB', {
    Name,
    ServiceRoleArn: getAtt(role),
    DynamoDBConfig: { TableName: { Ref: 'Pets' }, AwsRegion: { Ref: 'AWS::Region' } },
  });

const template = apiTemplate(
  SCHEMA,
  {
    Pets: one('AWS::DynamoDB::Table', {
      TableName: 'pets',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'owner', AttributeType: 'S' },
        { AttributeName: 'id', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
    }),
    Source: dynamoSource('pets', 'SourceRole'),
    Powerless: dynamoSource('powerless', 'Role'),
    ByHelper: unit('Query.byHelper', 'Source', HELPER),
    ByRequest: unit('Query.byRequest', 'Source', REQUEST),
    PowerlessResolver: unit('Query.powerless', 'Powerless', REQUEST),
  },
  [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: getAtt('Pets') }],
);

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startTemplate(template, 'export const handler = async () => null;');
});
afterAll(() => runtime?.stop());

const answerOf = async (field: string, argument: string, value: Json): Promise<Json> => {
  const { data, errors } = await clientOf(runtime)(`query ($v: AWSJSON) { ${field}(${argument}: $v) }`, {
    v: JSON.stringify(value),
  });
  expect(errors).toBeUndefined();
  return JSON.parse(String(data?.[field]));
};
const helper = (name: string, payload: Json, add?: number) => answerOf('byHelper', 'input', { name, payload, add });
const request = (value: Json) => answerOf('byRequest', 'request', value);
const error = (code: string) => ({ type: `DynamoDB:${code}`, message: expect.any(String) });

const put = (owner: string, id: number, item: Json = {}) => helper('put', { key: { owner, id }, item });

describe('A DynamoDB data source', () => {
  test('puts, gets, updates and deletes an item, as plain JSON', async () => {
    const key = { owner: 'Ann', id: 1 };
    const item = { name: 'Rex', tags: { SS: ['a', 'b'] }, home: { rooms: [1, null, true] }, count: 1 };
    const written = { ...key, ...item, tags: ['a', 'b'] };
    expect(await helper('put', { key, item })).toEqual({ result: written });
    expect(await helper('get', { key, consistentRead: true })).toEqual({ result: written });
    expect(await helper('get', { key, projection: ['name', 'home.rooms'] })).toEqual({
      result: { name: 'Rex', home: { rooms: [1, null, true] } },
    });
    expect(await helper('update', { key, update: { name: 'Max' } }, 4)).toEqual({
      result: { ...written, name: 'Max', count: 5 },
    });
    expect(await helper('remove', { key })).toEqual({ result: { ...written, name: 'Max', count: 5 } });
    expect(await helper('get', { key })).toEqual({ result: null });
    expect(await helper('remove', { key })).toEqual({ result: null });
  });

  test('accepts typed values with JSON numbers, and keeps what DynamoDB calls binary in base64', async () => {
    const key = { owner: { S: 'Bob' }, id: { N: 1 } };
    const attributeValues = {
      sizes: { NS: [1, 2.5] },
      photo: { B: 'aGk=' },
      none: { NULL: null },
      deep: { M: { l: { L: [{ N: 3 }] } } },
    };
    expect(await request({ operation: 'PutItem', key, attributeValues })).toEqual({
      result: { owner: 'Bob', id: 1, sizes: [1, 2.5], photo: 'aGk=', none: null, deep: { l: [3] } },
    });
  });

  test('reads pages of a query and of a scan, which a token connects', async () => {
    for (const id of [1, 2, 3]) await put('Cleo', id, { even: id === 2 });
    const query = { owner: { eq: 'Cleo' }, id: { ge: 1 } };
    const first = await helper('query', { query, limit: 2, scanIndexForward: false });
    expect(first).toEqual({
      result: {
        items: [
          { owner: 'Cleo', id: 3, even: false },
          { owner: 'Cleo', id: 2, even: true },
        ],
        nextToken: expect.any(String),
        scannedCount: 2,
      },
    });
    const { nextToken } = first.result as Json;
    expect(await helper('query', { query, nextToken, scanIndexForward: false })).toEqual({
      result: { items: [{ owner: 'Cleo', id: 1, even: false }], nextToken: null, scannedCount: 1 },
    });
    expect(
      await helper('scan', { filter: { and: [{ owner: { eq: 'Cleo' } }, { even: { eq: true } }] } }),
    ).toMatchObject({
      result: { items: [{ owner: 'Cleo', id: 2 }], nextToken: null },
    });
  });

  test('reads, writes and deletes batches; each result has the order of the request', async () => {
    const [one, two, missing] = [1, 2, 9].map((id) => ({ owner: 'Dora', id }));
    expect(
      await helper('batchPut', {
        tables: {
          pets: [
            { ...two, name: 'b' },
            { ...one, name: 'a' },
          ],
        },
      }),
    ).toEqual({
      result: {
        data: {
          pets: [
            { ...two, name: 'b' },
            { ...one, name: 'a' },
          ],
        },
        unprocessedItems: { pets: [] },
      },
    });
    expect(await helper('batchGet', { tables: { pets: { keys: [two, missing, one] } } })).toEqual({
      result: { data: { pets: [{ ...two, name: 'b' }, null, { ...one, name: 'a' }] }, unprocessedKeys: { pets: [] } },
    });
    expect(await helper('batchDelete', { tables: { pets: [one, two] } })).toEqual({
      result: { data: { pets: [one, two] }, unprocessedKeys: { pets: [] } },
    });
  });

  test('writes and reads transactions; a cancelled one shows its reasons and the current items', async () => {
    const [one, two, missing] = [1, 2, 9].map((id) => ({ owner: 'Emil', id }));
    const putOne = { putItem: { table: 'pets', key: one, item: { name: 'a' } } };
    const updateTwo = { updateItem: { table: 'pets', key: two, update: { name: 'b' } } };
    expect(await helper('transactWrite', { items: [putOne, updateTwo] })).toEqual({
      result: { keys: [one, two], cancellationReasons: null },
    });
    expect(await helper('transactGet', { items: [two, missing].map((key) => ({ table: 'pets', key })) })).toEqual({
      result: { items: [{ ...two, name: 'b' }, null], cancellationReasons: null },
    });
    const check = { conditionCheck: { table: 'pets', key: two, condition: { name: { eq: 'x' } } } };
    const deleteOne = { deleteItem: { table: 'pets', key: one } };
    expect(await helper('transactWrite', { items: [deleteOne, check] })).toEqual({
      result: {
        keys: null,
        cancellationReasons: [
          { type: 'None', message: 'None' },
          { type: 'ConditionalCheckFailed', message: 'The conditional request failed', item: { ...two, name: 'b' } },
        ],
      },
      error: error('TransactionCanceledException'),
    });
  });
});

describe('A write whose condition fails', () => {
  const key = { owner: { S: 'Fred' }, id: { N: 1 } };
  const never = { expression: 'attribute_not_exists(id)' };

  test('has the error of DynamoDB, and the current item as its result', async () => {
    await put('Fred', 1, { name: 'Rex' });
    const update = {
      expression: 'SET #n = :n',
      expressionNames: { '#n': 'name' },
      expressionValues: { ':n': { S: 'x' } },
    };
    const answer = await request({ operation: 'UpdateItem', key, update, condition: never });
    expect(answer).toEqual({
      result: { owner: 'Fred', id: 1, name: 'Rex' },
      error: {
        type: 'DynamoDB:ConditionalCheckFailedException',
        message: expect.stringMatching(
          /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: [\w-]+\)$/,
        ),
      },
    });
  });

  test('succeeds if the item already is what a PutItem wants, apart from the ignored attributes', async () => {
    await put('Fred', 1, { name: 'Rex', version: 1 });
    const attributeValues = { name: { S: 'Rex' }, version: { N: 2 } };
    const condition = { ...never, equalsIgnore: ['version'] };
    expect(await request({ operation: 'PutItem', key, attributeValues, condition })).toEqual({
      result: { owner: 'Fred', id: 1, name: 'Rex', version: 1 },
    });
    expect(await request({ operation: 'PutItem', key, attributeValues, condition: never })).toMatchObject({
      error: error('ConditionalCheckFailedException'),
    });
  });

  test('succeeds if the item that a DeleteItem wants to delete does not exist', async () => {
    const missing = { owner: { S: 'Fred' }, id: { N: 99 } };
    const condition = { expression: 'attribute_exists(id)' };
    expect(await request({ operation: 'DeleteItem', key: missing, condition })).toEqual({ result: null });
  });
});

describe('A DynamoDB data source fails', () => {
  test('with the error of DynamoDB for the handler', async () => {
    expect(await request({ operation: 'GetItem', key: { id: { N: 1 } } })).toMatchObject({
      result: null,
      error: error('ValidationException'),
    });
  });

  test('if its role has no permission', async () => {
    const key = { owner: { S: 'x' }, id: { N: 1 } };
    expect(await answerOf('powerless', 'request', { operation: 'GetItem', key })).toMatchObject({
      error: error('AccessDeniedException'),
    });
  });

  // No page of AWS shows these texts, apart from that of the token.
  test.each([
    ['an unknown operation', { operation: 'Drop' }, `Unsupported operation 'Drop'`],
    ['the name of a member of every object', { operation: 'constructor' }, `Unsupported operation 'constructor'`],
    ['a request without a key', { operation: 'GetItem' }, 'key must be an object'],
    ['a foreign token', { operation: 'Scan', nextToken: 'x' }, 'Invalid pagination token given.'],
    ['a version', { operation: 'DeleteItem', key: {}, _version: 1 }, '_version is not supported locally'],
  ])('the field for %s', async (_, value, message) => {
    const answer = await clientOf(runtime)('query ($v: AWSJSON) { byRequest(request: $v) }', {
      v: JSON.stringify(value),
    });
    expect(answer).toMatchObject({
      data: { byRequest: null },
      errors: [{ errorType: 'MappingTemplate', message: expect.stringContaining(message) }],
    });
  });
});
