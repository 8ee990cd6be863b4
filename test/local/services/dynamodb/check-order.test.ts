import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';
import { refusalOf } from './refusal.ts';

const TableName = 'books';
const S = (value: string) => ({ S: value });
const N = (value: string) => ({ N: value });
const keyOf = (shelf: unknown) => ({ shelf, place: N('1') });

let kernel: TestKernel;
beforeEach(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
  await kernel.as('dynamodb', 'CreateTable', {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'shelf', AttributeType: 'S' },
      { AttributeName: 'place', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'shelf', KeyType: 'HASH' },
      { AttributeName: 'place', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterEach(() => kernel.stop());

const refusal = (action: string, input: Record<string, unknown>): Promise<string> => refusalOf(kernel, action, input);
const invalid = (message: string): string => `ValidationException: ${message}`;
const deep = (levels: number): unknown => (levels === 0 ? S('leaf') : { M: { inside: deep(levels - 1) } });

describe('a key condition', () => {
  const query = (KeyConditionExpression: string, ExpressionAttributeValues: object, table = TableName) =>
    refusal('Query', { TableName: table, KeyConditionExpression, ExpressionAttributeValues });
  const type = (operator: string, operand: string) =>
    invalid(
      `Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${operand}`,
    );
  const SCHEMA = invalid(
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  );

  test.each([
    ['shelf = :s AND begins_with(place, :v)', N('1'), type('begins_with', 'N')],
    ['shelf = :s AND begins_with(place, :v)', S('a'), SCHEMA],
    ['shelf = :s AND place < :v', { BOOL: true }, type('<', 'BOOL')],
    ['shelf = :s AND :v >= place', { BOOL: true }, type('>=', 'BOOL')],
    ['shelf = :s AND place BETWEEN :v AND :v', { BOOL: true }, type('BETWEEN', 'BOOL')],
    ['shelf = :s AND place = :v', { BOOL: true }, SCHEMA],
    [
      'shelf = :s AND place > :v AND place < :v',
      N('1'),
      invalid('Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key'),
    ],
    [
      'shelf = :s AND place > :v AND title = :v',
      N('1'),
      invalid('The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)'),
    ],
  ])('%s with %p is refused', async (expression, value, message) => {
    expect(await query(expression, { ':s': S('s'), ':v': value })).toBe(message);
  });

  test('reports its first error in the order of its parts, before it looks for the table', async () => {
    const missing = invalid(
      'Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: :x',
    );
    const prefix = type('begins_with', 'N');
    expect(await query('shelf = :x AND begins_with(place, :n)', { ':n': N('1') })).toBe(missing);
    expect(await query('begins_with(place, :n) AND shelf = :x', { ':n': N('1') })).toBe(prefix);
    expect(await query('shelf = :s AND begins_with(place, :n)', { ':s': S('s'), ':n': N('1') }, 'nowhere')).toBe(
      prefix,
    );
    expect(await query('a = :s AND b = :s AND c = :s', { ':s': S('s') }, 'nowhere')).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });
});

describe('a transaction', () => {
  const transact = (...TransactItems: object[]) => refusal('TransactWriteItems', { TransactItems });
  const put = (item: object, more = {}) => ({
    Put: { TableName: 'nowhere', Item: { ...keyOf(S('s')), ...item }, ...more },
  });
  const check = (shelf: unknown, ConditionExpression: string, more = {}) => ({
    ConditionCheck: { TableName: 'nowhere', Key: keyOf(shelf), ConditionExpression, ...more },
  });
  const DEPTH = invalid(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
  const NAME = invalid('Empty attribute name');
  const SYNTAX = invalid('Invalid ConditionExpression: Syntax error; token: "=", near: "= = b"');

  test('checks its actions in their order, before it looks for their tables', async () => {
    expect(await transact(put({ a: deep(40) }), put({ '': S('x') }))).toBe(DEPTH);
    expect(await transact(put({ '': S('x') }), put({ a: deep(40) }))).toBe(NAME);
    expect(await transact(put({}, { ConditionExpression: 'a = = b' }), check(deep(40), 'attribute_exists(a)'))).toBe(
      SYNTAX,
    );
    expect(await transact(check(deep(40), 'attribute_exists(a)'), put({}, { ConditionExpression: 'a = = b' }))).toBe(
      DEPTH,
    );
  });

  test('checks an empty name before the values of the item, and expressions before the key', async () => {
    expect(await transact(put({ a: deep(40), '': S('x') }))).toBe(NAME);
    expect(await transact(check(deep(40), 'a = = b'))).toBe(SYNTAX);
    const unused = { ExpressionAttributeValues: { ':v': S('x') } };
    expect(await transact(check(deep(40), 'attribute_exists(a)', unused))).toBe(
      invalid('Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}'),
    );
  });
});

test('an item has no attribute with an empty name', async () => {
  const Item = { ...keyOf(S('s')), '': S('x') };
  expect(await refusal('PutItem', { TableName, Item })).toBe(
    invalid('1 validation error detected: Empty attribute name'),
  );
  expect(await refusal('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } })).toBe(
    invalid('Empty attribute name'),
  );
});

test('a ConditionalOperator combines at least two conditions', async () => {
  const equal = { ComparisonOperator: 'EQ', AttributeValueList: [S('s')] };
  const ConditionalOperator = 'AND';
  const message = 'ConditionalOperator can only be used when Filter or Expected has two or more elements';
  const conditions = { a: { Exists: false } };
  expect(await refusal('Scan', { TableName, ScanFilter: { a: equal }, ConditionalOperator })).toBe(invalid(message));
  expect(
    await refusal('Query', {
      TableName,
      KeyConditions: { shelf: equal },
      QueryFilter: { a: equal },
      ConditionalOperator,
    }),
  ).toBe(invalid(message));
  for (const [action, target] of [
    ['PutItem', { Item: keyOf(S('s')) }],
    ['UpdateItem', { Key: keyOf(S('s')) }],
    ['DeleteItem', { Key: keyOf(S('s')) }],
  ] as const)
    expect(await refusal(action, { TableName, ...target, Expected: conditions, ConditionalOperator })).toBe(
      invalid(`1 validation error detected: ${message}`),
    );
  const both = { a: equal, b: equal };
  expect(await refusal('Scan', { TableName, ScanFilter: both, ConditionalOperator })).toBe('accepted');
});

test('BatchGetItem does not mix expressions for one table with attributes for another', async () => {
  const Keys = [keyOf(S('s'))];
  const RequestItems = { [TableName]: { Keys, ProjectionExpression: 'a' }, other: { Keys, AttributesToGet: ['a'] } };
  expect(await refusal('BatchGetItem', { RequestItems })).toBe(
    invalid(
      'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}',
    ),
  );
});

test('an index that includes attributes names them', async () => {
  const table = {
    TableName: 'people',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  };
  const index = { IndexName: 'ids', KeySchema: table.KeySchema, Projection: { ProjectionType: 'INCLUDE' } };
  expect(await refusal('CreateTable', { ...table, GlobalSecondaryIndexes: [index] })).toBe(
    invalid(
      'One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified',
    ),
  );
});

test('an action of DynamoDB that the runtime does not have is refused by its name', async () => {
  for (const action of ['ImportTable', 'ListExports', 'EnableKinesisStreamingDestination', 'GetResourcePolicy'])
    expect(await refusal(action, {})).toBe(
      `UnsupportedOperation: dynamodb:${action} is not supported by the one-machine runtime.`,
    );
});
