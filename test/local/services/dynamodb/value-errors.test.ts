import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';
import { createTableWithId, refusalOf } from './refusal.ts';

const TableName = 'orders';
const S = (value: string) => ({ S: value });
const Key = { id: S('a') };

let kernel: TestKernel;
beforeEach(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
  await createTableWithId(kernel, TableName);
});
afterEach(() => kernel.stop());

const refusal = (action: string, input: Record<string, unknown>): Promise<string> => refusalOf(kernel, action, input);

type Request = (value: unknown) => readonly [action: string, input: Record<string, unknown>];

const condition = { ConditionExpression: 'attribute_not_exists(id) OR n = :v' };
const values = (value: unknown) => ({ ExpressionAttributeValues: { ':v': value } });
const update = { UpdateExpression: 'SET n = :v' };
const query = { KeyConditionExpression: 'id = :id', FilterExpression: 'n = :v' };
const transact = (item: object): readonly ['TransactWriteItems', Record<string, unknown>] => [
  'TransactWriteItems',
  { TransactItems: [item] },
];

/** The requests whose errors have the prefix of errors in members. */
const ENVELOPED: readonly (readonly [string, Request])[] = [
  ['an item of PutItem', (v) => ['PutItem', { TableName, Item: { ...Key, n: v } }]],
  ['a nested value of PutItem', (v) => ['PutItem', { TableName, Item: { ...Key, n: { M: { x: { L: [v] } } } } }]],
  ['a condition of PutItem', (v) => ['PutItem', { TableName, Item: Key, ...condition, ...values(v) }]],
  ['an expected value of PutItem', (v) => ['PutItem', { TableName, Item: Key, Expected: { n: { Value: v } } }]],
  ['an UpdateExpression', (v) => ['UpdateItem', { TableName, Key, ...update, ...values(v) }]],
  ['AttributeUpdates', (v) => ['UpdateItem', { TableName, Key, AttributeUpdates: { n: { Action: 'PUT', Value: v } } }]],
  ['a condition of DeleteItem', (v) => ['DeleteItem', { TableName, Key, ...condition, ...values(v) }]],
  ['a key of DeleteItem', (v) => ['DeleteItem', { TableName, Key: { id: v } }]],
];

const BARE: readonly (readonly [string, Request])[] = [
  ['a key of GetItem', (v) => ['GetItem', { TableName, Key: { id: v } }]],
  ['a key of BatchGetItem', (v) => ['BatchGetItem', { RequestItems: { [TableName]: { Keys: [{ id: v }] } } }]],
  [
    'a filter of Query',
    (v) => ['Query', { TableName, ...query, ExpressionAttributeValues: { ':id': S('a'), ':v': v } }],
  ],
];

const OLDER: readonly (readonly [string, Request])[] = [
  [
    'an item of BatchWriteItem',
    (v) => ['BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item: { ...Key, n: v } } }] } }],
  ],
  ['a Put of a transaction', (v) => transact({ Put: { TableName, Item: { ...Key, n: v } } })],
  ['a key of a transaction', (v) => transact({ Delete: { TableName, Key: { id: v } } })],
  [
    'a key of TransactGetItems',
    (v) => ['TransactGetItems', { TransactItems: [{ Get: { TableName, Key: { id: v } } }] }],
  ],
];

const NAMED: readonly (readonly [string, Request])[] = [
  ['an Update of a transaction', (v) => transact({ Update: { TableName, Key, ...update, ...values(v) } })],
  ['a ConditionCheck', (v) => transact({ ConditionCheck: { TableName, Key, ...condition, ...values(v) } })],
  ['a filter of Scan', (v) => ['Scan', { TableName, FilterExpression: 'n = :v', ...values(v) }]],
];

const refusals = async (request: Request, rejected: readonly unknown[]): Promise<string[]> => {
  const all: string[] = [];
  for (const value of rejected) all.push(await refusal(...request(value)));
  return all;
};
const prefixed = (messages: readonly string[], prefix: string, suffix = ''): string[] =>
  messages.map((message) => `ValidationException: ${prefix}${message}${suffix}`);

const ENVELOPE = '1 validation error detected: ';
const WRAPPER = 'ExpressionAttributeValues contains invalid value: ';

describe('a number that is not valid', () => {
  const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
  const UNDERFLOW = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  const NOT_NUMERIC = 'The parameter cannot be converted to a numeric value';
  const NUMBERS = ['abc', '', '1e126', '1e2147483647'].map((text) => ({ N: text }));
  const CURRENT = [`${NOT_NUMERIC}: abc`, `${NOT_NUMERIC}: `, OVERFLOW, OVERFLOW];
  const OLD = [`${NOT_NUMERIC}: abc`, NOT_NUMERIC, OVERFLOW, UNDERFLOW];

  test.each(ENVELOPED)('is refused in %s, with the prefix', async (_, request) => {
    expect(await refusals(request, NUMBERS)).toEqual(prefixed(CURRENT, ENVELOPE));
  });

  test.each(BARE)('is refused in %s, without the prefix', async (_, request) => {
    expect(await refusals(request, NUMBERS)).toEqual(prefixed(CURRENT, ''));
  });

  test.each(OLDER)('is refused in %s, in the older words', async (_, request) => {
    expect(await refusals(request, NUMBERS)).toEqual(prefixed(OLD, ''));
  });

  test.each(NAMED)('is refused in %s, in the older words and with its placeholder', async (_, request) => {
    expect(await refusals(request, NUMBERS)).toEqual(prefixed(OLD, WRAPPER, ' for key :v'));
  });

  test.each([
    ['1e99999999999', OVERFLOW],
    ['-1e99999999999', OVERFLOW],
    ['1e-99999999999', UNDERFLOW],
    ['1e2147483648', OVERFLOW],
    ['1e-2147483648', UNDERFLOW],
    ['1e-131', UNDERFLOW],
    ['0e126', OVERFLOW],
    ['0e-131', UNDERFLOW],
    ['1e9223372036854775808', `${NOT_NUMERIC}: 1e9223372036854775808`],
    ['1.2.3', `${NOT_NUMERIC}: 1.2.3`],
    [' 1', `${NOT_NUMERIC}:  1`],
    ['0x10', `${NOT_NUMERIC}: 0x10`],
    ['1e', `${NOT_NUMERIC}: 1e`],
    ['NaN', `${NOT_NUMERIC}: NaN`],
    ['1234567890123456789012345678901234567890', 'Attempting to store more than 38 significant digits in a Number'],
  ])('such as %s is refused with its reason', async (text, message) => {
    expect(await refusal('PutItem', { TableName, Item: { ...Key, n: { NS: ['1', text] } } })).toBe(
      `ValidationException: ${ENVELOPE}${message}`,
    );
  });

  test.each([
    ['0e125', '0'],
    ['0042.1200', '42.12'],
    ['1E125', `1${'0'.repeat(125)}`],
    ['-0', '0'],
  ])('differs from %s, which is stored as %s', async (text, stored) => {
    await kernel.as('dynamodb', 'PutItem', { TableName, Item: { ...Key, n: { N: text } } });
    const { Item } = (await kernel.as('dynamodb', 'GetItem', { TableName, Key })) as { Item: { n: unknown } };
    expect(Item.n).toEqual({ N: stored });
  });
});

describe('a set with a repeated member', () => {
  const INVALID = 'One or more parameter values were invalid: ';
  const SETS = [{ SS: ['b', 'a', 'b'] }, { BS: ['/w==', 'AA==', 'AA=='] }, { NS: ['2', '1', '2'] }];
  const CURRENT = [
    `${INVALID}Input collection ["a", "b", "b"] contains duplicates.`,
    `${INVALID}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`,
    `${INVALID}Input collection contains duplicates.`,
  ];
  const OLD = [
    `${INVALID}Input collection [b, a, b] contains duplicates.`,
    `${INVALID}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`,
    'Input collection contains duplicates',
  ];

  test.each(ENVELOPED)('is refused in %s, with the prefix', async (_, request) => {
    expect(await refusals(request, SETS)).toEqual(prefixed(CURRENT, ENVELOPE));
  });

  test.each(BARE)('is refused in %s, without the prefix', async (_, request) => {
    expect(await refusals(request, SETS)).toEqual(prefixed(CURRENT, ''));
  });

  test.each(OLDER)('is refused in %s, in the older words', async (_, request) => {
    expect(await refusals(request, SETS)).toEqual(prefixed(OLD, ''));
  });

  test.each(NAMED)('is refused in %s, in the older words and with its placeholder', async (_, request) => {
    expect(await refusals(request, SETS)).toEqual(prefixed(OLD, WRAPPER, ' for key :v'));
  });
});

describe('a value of a write of one item', () => {
  test('that is an empty set or a false null is refused with the prefix', async () => {
    const rejected = [{ SS: [] }, { NS: [] }, { BS: [] }, { NULL: false }];
    const request: Request = (v) => ['PutItem', { TableName, Item: { ...Key, n: v } }];
    expect(await refusals(request, rejected)).toEqual(
      prefixed(
        [
          'An string set  may not be empty',
          'An number set  may not be empty',
          'Binary sets should not be empty',
          'Null attribute value types must have the value of true',
        ],
        `${ENVELOPE}One or more parameter values were invalid: `,
      ),
    );
  });

  test('that no expression uses is refused without the name of the expression', async () => {
    for (const [action, target] of [
      ['PutItem', { Item: Key }],
      ['DeleteItem', { Key }],
    ] as const) {
      expect(await refusal(action, { TableName, ...target, ...values(S('x')) })).toBe(
        `ValidationException: ${ENVELOPE}ExpressionAttributeValues can only be specified when using expressions`,
      );
      expect(await refusal(action, { TableName, ...target, ConditionExpression: '' })).toBe(
        `ValidationException: ${ENVELOPE}Invalid ConditionExpression: The expression can not be empty;`,
      );
    }
  });

  test('that a delete cannot return is refused', async () => {
    for (const ReturnValues of ['ALL_NEW', 'UPDATED_NEW'])
      expect(await refusal('DeleteItem', { TableName, Key, ReturnValues })).toBe(
        `ValidationException: ${ENVELOPE}ReturnValues can only be ALL_OLD or NONE`,
      );
  });

  test('is not prefixed in an error about the key', async () => {
    expect(await refusal('UpdateItem', { TableName, Key, UpdateExpression: 'SET id = :v', ...values(S('b')) })).toBe(
      'ValidationException: One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key',
    );
    expect(await refusal('DeleteItem', { TableName, Key: { id: { N: '1' } } })).toBe(
      'ValidationException: The provided key element does not match the schema',
    );
  });
});
