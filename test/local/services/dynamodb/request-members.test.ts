import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';
import { createTableWithId, refusalOf } from './refusal.ts';

const TableName = 'orders';
const S = (value: string) => ({ S: value });
const Item = { id: S('a') };
const Key = Item;
const update = { UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': S('x') } };

const SHORT = "Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1";
const CAPACITY =
  "Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]";
const METRICS =
  "Value 'ALL' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]";
const RETURN_VALUES =
  'Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]';
const NO_KEY = "Value null at 'key' failed to satisfy constraint: Member must not be null";
const TABLE_NAMES =
  'Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]';

let kernel: TestKernel;
beforeEach(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
  await createTableWithId(kernel, TableName);
});
afterEach(() => kernel.stop());

const refusal = (action: string, input: Record<string, unknown>): Promise<string> => refusalOf(kernel, action, input);
const invalid = (...errors: readonly string[]): string =>
  `ValidationException: ${errors.length} validation error${errors.length > 1 ? 's' : ''} detected: ${errors.join('; ')}`;

describe('a write of one item', () => {
  test('with an empty table name reports only the name, and does not repeat it', async () => {
    expect(await refusal('PutItem', { TableName: '', Item: {}, ReturnValues: 'ALL' })).toBe(invalid(SHORT));
    expect(await refusal('UpdateItem', { TableName: '', Key: {} })).toBe(invalid(SHORT));
    expect(await refusal('DeleteItem', { TableName: '', Key: {} })).toBe(invalid(SHORT));
  });

  test('with a wrong or a long table name repeats the name', async () => {
    const long = 'a'.repeat(256);
    expect(await refusal('PutItem', { TableName: 'a table', Item })).toBe(
      invalid(
        "Value 'a table' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
      ),
    );
    expect(await refusal('PutItem', { TableName: long, Item })).toBe(
      invalid(
        `Value '${long}' at 'tableName' failed to satisfy constraint: Member must have length less than or equal to 255`,
      ),
    );
  });

  test('finds no table for a name that is too short for a table', async () => {
    expect(await refusal('PutItem', { TableName: 'a', Item })).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });

  test('reports all wrong enums of PutItem and DeleteItem, but only ReturnValues of UpdateItem', async () => {
    const wrong = { ReturnConsumedCapacity: 'ALL', ReturnValues: 'ALL' };
    const put = { TableName, Item, ...wrong, ReturnItemCollectionMetrics: 'ALL' };
    expect(await refusal('PutItem', put)).toBe(invalid(CAPACITY, RETURN_VALUES, METRICS));
    expect(await refusal('DeleteItem', { TableName, Key, ...wrong })).toBe(invalid(CAPACITY, RETURN_VALUES));
    expect(await refusal('UpdateItem', { TableName, Key, ...wrong })).toBe(invalid(RETURN_VALUES));
  });

  test('without a key reports every error with its value', async () => {
    const empty =
      "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1";
    expect(await refusal('UpdateItem', { TableName: '', ...update })).toBe(invalid(empty, NO_KEY));
    const wrong = { ReturnConsumedCapacity: 'ALL', ReturnValues: 'ALL' };
    expect(await refusal('UpdateItem', { TableName: '', ...update, ...wrong })).toBe(
      invalid(
        CAPACITY,
        empty,
        "Value 'ALL' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
        NO_KEY,
      ),
    );
    const Expected = { a: { Exists: false }, b: { Exists: false } };
    expect(await refusal('UpdateItem', { TableName, Expected, ConditionalOperator: 'XOR' })).toBe(
      invalid(
        "Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]",
        NO_KEY,
      ),
    );
    expect(await refusal('PutItem', { Item })).toBe(
      invalid("Value null at 'tableName' failed to satisfy constraint: Member must not be null"),
    );
  });
});

describe('a read', () => {
  const KeyConditions = { id: { ComparisonOperator: 'EQ', AttributeValueList: [S('a')] } };

  test('names the limit of a Query, and repeats the limit of a Scan', async () => {
    expect(await refusal('Query', { TableName, KeyConditions, Limit: 0 })).toBe(
      invalid("Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1"),
    );
    expect(await refusal('Scan', { TableName, Limit: 0 })).toBe(
      invalid("Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"),
    );
  });

  test('with a wrong ConditionalOperator reports nothing else', async () => {
    const QueryFilter = { b: { ComparisonOperator: 'NULL' }, c: { ComparisonOperator: 'NULL' } };
    const input = { TableName, KeyConditions, QueryFilter, ConditionalOperator: 'XOR', Select: 'ALL' };
    expect(await refusal('Query', input)).toBe(
      'ValidationException: Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]',
    );
  });
});

describe('BatchGetItem', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, at) => ({ id: S(String(at)) }));
  const place = `Value at 'RequestItems.${TableName}.member.Keys' failed to satisfy constraint:`;

  test('needs a table, and 1 to 100 keys for each', async () => {
    expect(await refusal('BatchGetItem', { RequestItems: {} })).toBe(
      invalid(
        "Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    );
    expect(await refusal('BatchGetItem', { RequestItems: { [TableName]: { Keys: [] } } })).toBe(
      invalid(`${place} Member must have length greater than or equal to 1`),
    );
    expect(await refusal('BatchGetItem', { RequestItems: { [TableName]: { Keys: keys(101) } } })).toBe(
      invalid(`${place} Member must have length less than or equal to 100`),
    );
  });

  test('reports a wrong table name, with the request as JSON, before a wrong enum', async () => {
    const input = { RequestItems: { 'or!ders': { Keys: [Key] } }, ReturnConsumedCapacity: 'ALL' };
    expect(await refusal('BatchGetItem', input)).toBe(
      invalid(
        `Value '{"or!ders":{"Keys":[{"id":{"S":"a"}}]}}' at 'requestItems' failed to satisfy constraint: ${TABLE_NAMES}`,
        CAPACITY,
      ),
    );
  });

  test('reports a wrong enum before it looks for the table', async () => {
    const input = { RequestItems: { nowhere: { Keys: [Key] } }, ReturnConsumedCapacity: 'ALL' };
    expect(await refusal('BatchGetItem', input)).toBe(invalid(CAPACITY));
  });
});

describe('BatchWriteItem', () => {
  const COUNT =
    'Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]';
  const put = (id: string) => ({ PutRequest: { Item: { id: S(id) } } });
  const printed = (id: string) =>
    `WriteRequest(putRequest=PutRequest(item={id=AttributeValue(s=${id}, n=null, b=null, iNT=null, dECIMAL=null, dOUBLE=null, sS=null, nS=null, bS=null, iNTSET=null, dECIMALSET=null, dOUBLESET=null, m=null, l=null, nULL=null, bOOL=null)}, workloadProfileName=null), deleteRequest=null)`;

  test('needs 1 to 25 requests for each table, and prints the request as Java does', async () => {
    expect(await refusal('BatchWriteItem', { RequestItems: {} })).toBe(
      'ValidationException: The requestItems parameter is required for BatchWriteItem',
    );
    expect(await refusal('BatchWriteItem', { RequestItems: { [TableName]: [] } })).toBe(
      invalid(`Value '{${TableName}=[]}' at 'requestItems' failed to satisfy constraint: ${COUNT}`),
    );
    const ids = Array.from({ length: 26 }, (_, at) => `i${at}`);
    expect(await refusal('BatchWriteItem', { RequestItems: { [TableName]: ids.map(put) } })).toBe(
      invalid(
        `Value '{${TableName}=[${ids.map(printed).join(', ')}]}' at 'requestItems' failed to satisfy constraint: ${COUNT}`,
      ),
    );
  });

  test('reports a wrong table name only if all enums are valid', async () => {
    const RequestItems = { 'or!ders': [put('a')] };
    expect(await refusal('BatchWriteItem', { RequestItems })).toBe(
      invalid(`Value '{or!ders=[${printed('a')}]}' at 'requestItems' failed to satisfy constraint: ${TABLE_NAMES}`),
    );
    const enums = { ReturnConsumedCapacity: 'ALL', ReturnItemCollectionMetrics: 'ALL' };
    expect(await refusal('BatchWriteItem', { RequestItems, ...enums })).toBe(invalid(CAPACITY, METRICS));
  });
});

describe('CreateTable', () => {
  const table = {
    TableName: 'books',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  };

  test('prints a key of three attributes as Java does', async () => {
    const KeySchema = [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'a', KeyType: 'RANGE' },
      { AttributeName: 'b', KeyType: 'RANGE' },
    ];
    expect(await refusal('CreateTable', { ...table, KeySchema })).toBe(
      invalid(
        "Value '[KeySchemaElement(attributeName=id, keyType=HASH), KeySchemaElement(attributeName=a, keyType=RANGE), KeySchemaElement(attributeName=b, keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
      ),
    );
  });

  test('reports global indexes before local indexes', async () => {
    const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
    const index = (IndexName: string) => [{ IndexName, KeySchema, Projection: { ProjectionType: 'ALL' } }];
    const input = { ...table, KeySchema, LocalSecondaryIndexes: index('aa'), GlobalSecondaryIndexes: index('zz') };
    const rule = 'failed to satisfy constraint: Member must have length greater than or equal to 3';
    expect(await refusal('CreateTable', input)).toBe(
      invalid(
        `Value 'zz' at 'globalSecondaryIndexes.1.member.indexName' ${rule}`,
        `Value 'aa' at 'localSecondaryIndexes.1.member.indexName' ${rule}`,
      ),
    );
  });
});

describe('tags', () => {
  const resource = (account: string) => `arn:aws:dynamodb:us-east-1:${account}:table/nowhere`;
  const requests = (ResourceArn: string) =>
    [
      ['TagResource', { ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] }],
      ['UntagResource', { ResourceArn, TagKeys: ['a'] }],
      ['ListTagsOfResource', { ResourceArn }],
    ] as const;

  test('need the ARN of a table', async () => {
    for (const [action, input] of requests('orders'))
      expect(await refusal(action, input)).toBe(
        'ValidationException: Invalid TableArn: Invalid ResourceArn provided as input orders',
      );
  });

  test('of a table in another account are not accessible', async () => {
    for (const [action, input] of requests(resource('999999999999')))
      expect(await refusal(action, input)).toMatch(
        new RegExp(`^AccessDeniedException: .* is not authorized to perform: dynamodb:${action} on resource: `),
      );
  });

  test('of a table that does not exist are not found', async () => {
    for (const [action, input] of requests(resource('000000000000')))
      expect(await refusal(action, input)).toMatch(/^ResourceNotFoundException: /);
  });
});
