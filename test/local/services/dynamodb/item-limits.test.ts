import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

const TO_UPDATE = 'Item size to update has exceeded the maximum allowed size';
const TOO_LARGE = 'Item size has exceeded the maximum allowed size';
const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';

const S = (value: string) => ({ S: value });
const bytes = (count: number) => S('x'.repeat(count));
const Key = { id: S('a'), at: S('1') };

let runtime: BehindGateway;
let client: DynamoDBClient;
const attributes = (names: readonly string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }));
const schema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

beforeEach(async () => {
  runtime = await startBehindGateway((kernel) => [createDynamoDb(kernel)]);
  client = new DynamoDBClient(runtime.client);
  await client.send(
    new CreateTableCommand({
      TableName: 'plain',
      AttributeDefinitions: attributes(['id', 'at']),
      KeySchema: schema('id', 'at'),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: 'indexed',
      AttributeDefinitions: attributes(['id', 'at', 'maker']),
      KeySchema: schema('id', 'at'),
      LocalSecondaryIndexes: [
        { IndexName: 'whole', KeySchema: schema('id', 'maker'), Projection: { ProjectionType: 'ALL' } },
        { IndexName: 'keys', KeySchema: schema('id', 'maker'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});
afterEach(async () => {
  client.destroy();
  await runtime.stop();
});

const put = (Item: Record<string, AttributeValue>, TableName = 'plain') =>
  client.send(new PutItemCommand({ TableName, Item: { ...Key, ...Item } }));
const update = (input: Partial<UpdateItemCommandInput>, TableName = 'plain') =>
  client.send(new UpdateItemCommand({ TableName, Key, ...input }));
const set = (UpdateExpression: string, values: Record<string, AttributeValue>, TableName?: string) =>
  update({ UpdateExpression, ExpressionAttributeValues: values }, TableName);
const stored = async () => (await client.send(new GetItemCommand({ TableName: 'plain', Key }))).Item;
const refusal = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'accepted',
    (error) => {
      const reasons = error.CancellationReasons?.map(({ Code, Message }: { Code: string; Message?: string }) =>
        [Code, Message].filter(Boolean).join(' '),
      );
      return `${error.name}: ${reasons ?? error.message}`;
    },
  );

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
describe('an item that an update makes larger than 400 KB is refused', () => {
  beforeEach(() => put({ text: bytes(300_000), list: { L: [S('x')] }, tags: { SS: ['x'] } }));

  test.each<[string, Partial<UpdateItemCommandInput>]>([
    ['SET', { UpdateExpression: 'SET more = :v', ExpressionAttributeValues: { ':v': bytes(110_000) } }],
    ['a copy of an attribute', { UpdateExpression: 'SET more = #text', ExpressionAttributeNames: { '#text': 'text' } }],
    [
      'list_append',
      {
        UpdateExpression: 'SET #list = list_append(#list, :v)',
        ExpressionAttributeNames: { '#list': 'list' },
        ExpressionAttributeValues: { ':v': { L: [bytes(110_000)] } },
      },
    ],
    ['ADD', { UpdateExpression: 'ADD tags :v', ExpressionAttributeValues: { ':v': { SS: ['y'.repeat(110_000)] } } }],
    ['AttributeUpdates', { AttributeUpdates: { more: { Action: 'PUT', Value: bytes(110_000) } } }],
    ['AttributeUpdates with ADD', { AttributeUpdates: { list: { Action: 'ADD', Value: { L: [bytes(110_000)] } } } }],
  ])('by %s', async (_, input) => {
    const before = await stored();
    expect(await refusal(update(input))).toBe(`ValidationException: ${TO_UPDATE}`);
    expect(await stored()).toEqual(before);
  });

  test('unless the same update removes as much', async () => {
    const UpdateExpression = 'SET more = :v REMOVE #text';
    const names = { '#text': 'text' };
    await update({
      UpdateExpression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':v': bytes(350_000) },
    });
    expect(await stored()).toMatchObject({ more: bytes(350_000) });
  });

  test('by statements of PartiQL, alone and in a batch', async () => {
    const Statement = `UPDATE plain SET more = ? WHERE id = 'a' AND "at" = '1'`;
    const Parameters = [bytes(110_000)];
    expect(await refusal(client.send(new ExecuteStatementCommand({ Statement, Parameters })))).toBe(
      `ValidationException: ${TO_UPDATE}`,
    );
    const batch = new BatchExecuteStatementCommand({ Statements: [{ Statement, Parameters }] });
    expect((await client.send(batch)).Responses).toEqual([{ Error: { Code: 'ValidationError', Message: TO_UPDATE } }]);
  });

  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
  test('by a transaction, whose reasons name the update', async () => {
    const UpdateExpression = 'SET more = :v';
    const ExpressionAttributeValues = { ':v': bytes(110_000) };
    const TransactItems = [
      { Put: { TableName: 'plain', Item: { id: S('b'), at: S('1') } } },
      { Update: { TableName: 'plain', Key, UpdateExpression, ExpressionAttributeValues } },
    ];
    expect(await refusal(client.send(new TransactWriteItemsCommand({ TransactItems })))).toBe(
      `TransactionCanceledException: None,ValidationError ${TO_UPDATE}`,
    );
    const TransactStatements = [
      { Statement: `UPDATE plain SET more = ? WHERE id = 'a' AND "at" = '1'`, Parameters: [bytes(110_000)] },
    ];
    expect(await refusal(client.send(new ExecuteTransactionCommand({ TransactStatements })))).toBe(
      `TransactionCanceledException: ValidationError ${TO_UPDATE}`,
    );
  });
});

test('an item that is put with more than 400 KB is refused by each action that puts items', async () => {
  const Item = { ...Key, text: bytes(410_000) };
  const refused = `ValidationException: ${TOO_LARGE}`;
  const RequestItems = { plain: [{ PutRequest: { Item } }] };
  expect(await refusal(put(Item))).toBe(refused);
  expect(await refusal(client.send(new BatchWriteItemCommand({ RequestItems })))).toBe(refused);
  const TransactItems = [{ Put: { TableName: 'plain', Item } }];
  expect(await refusal(client.send(new TransactWriteItemsCommand({ TransactItems })))).toBe(refused);
  const insert = { Statement: `INSERT INTO plain VALUE {'id': 'a', 'at': '1', 'text': ?}`, Parameters: [Item.text] };
  expect(await refusal(client.send(new ExecuteStatementCommand(insert)))).toBe(refused);
  expect(await refusal(client.send(new ExecuteTransactionCommand({ TransactStatements: [insert] })))).toBe(
    `TransactionCanceledException: ValidationError ${TOO_LARGE}`,
  );
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections */
describe('the entries of local indexes count for the 400 KB', () => {
  test('of an item that is put', async () => {
    expect(await refusal(put({ maker: S('x'), text: bytes(210_000) }, 'indexed'))).toBe(
      `ValidationException: ${TOO_LARGE}`,
    );
    expect(await refusal(put({ maker: S('x'), text: bytes(190_000) }, 'indexed'))).toBe('accepted');
    expect(await refusal(put({ text: bytes(390_000) }, 'indexed'))).toBe('accepted');
  });

  test('of an item that is updated', async () => {
    await put({ text: bytes(210_000) }, 'indexed');
    expect(await refusal(set('SET maker = :v', { ':v': S('x') }, 'indexed'))).toBe(`ValidationException: ${TO_UPDATE}`);
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-number */
describe('a number that an update computes', () => {
  beforeEach(() => put({ huge: { N: '9e125' }, fine: { N: '1e50' }, small: { N: '1e-130' }, price: { N: '0.1' } }));

  test.each([
    ['SET huge = huge + :v', '9e125', OVERFLOW],
    ['SET huge = huge - :v', '-9e125', OVERFLOW],
    ['ADD huge :v', '9e125', OVERFLOW],
    ['SET fine = fine + :v', '1', OVERFLOW],
    [
      'SET small = small - :v',
      '1.5e-130',
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    ],
  ])('is refused outside the range of numbers: %s', async (expression, value, message) => {
    expect(await refusal(set(expression, { ':v': { N: value } }))).toBe(`ValidationException: ${message}`);
  });

  test('is refused in AttributeUpdates too', async () => {
    const AttributeUpdates = { huge: { Action: 'ADD' as const, Value: { N: '9e125' } } };
    expect(await refusal(update({ AttributeUpdates }))).toBe(`ValidationException: ${OVERFLOW}`);
  });

  test('is exact', async () => {
    await set('SET price = price + :v, fine = fine - :w', { ':v': { N: '0.2' }, ':w': { N: '1e49' } });
    expect(await stored()).toMatchObject({ price: { N: '0.3' }, fine: { N: `9${'0'.repeat(49)}` } });
    await set('ADD price :v', { ':v': { N: '-1.3' } });
    expect(await stored()).toMatchObject({ price: { N: '-1' } });
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
describe('nesting', () => {
  const nested = (levels: number): AttributeValue => (levels === 0 ? S('x') : { M: { in: nested(levels - 1) } });
  const TOO_DEEP =
    'ValidationException: Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

  test('that an update makes deeper than 32 levels is refused', async () => {
    await put({ deep: nested(20) });
    const names = { '#in': 'in' };
    const input = { ExpressionAttributeNames: names, UpdateExpression: 'SET deep.#in.#in = :v' };
    expect(await refusal(update({ ...input, ExpressionAttributeValues: { ':v': nested(30) } }))).toBe(TOO_DEEP);
    expect(await refusal(update({ ...input, ExpressionAttributeValues: { ':v': nested(29) } }))).toBe('accepted');
  });

  test('of an attribute into itself copies the attribute as it was', async () => {
    await put({ deep: nested(1) });
    await update({ UpdateExpression: 'SET deep.twin = deep' });
    expect(await stored()).toMatchObject({ deep: { M: { in: S('x'), twin: nested(1) } } });
  });

  test.each(['ProjectionExpression', 'ConditionExpression', 'UpdateExpression'])(
    'of paths in a %s is limited to 32 levels',
    async (member) => {
      const path = (levels: number) => `a${'.b'.repeat(levels - 1)}`;
      const run = (levels: number) => {
        if (member === 'ProjectionExpression')
          return client.send(new GetItemCommand({ TableName: 'plain', Key, ProjectionExpression: path(levels) }));
        if (member === 'UpdateExpression') return update({ UpdateExpression: `REMOVE ${path(levels)}` });
        return update({ ConditionExpression: `attribute_not_exists(${path(levels)})` });
      };
      expect(await refusal(run(32))).not.toContain('nesting levels');
      expect(await refusal(run(33))).toContain(
        `Invalid ${member}: The document path has too many nesting levels; nesting levels: 33`,
      );
    },
  );

  test('of lists has indexes up to 2147483647', async () => {
    await put({ list: { L: [S('x')] } });
    const names = { '#list': 'list' };
    const at = (index: string) =>
      update({
        UpdateExpression: `SET #list[${index}] = :v`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':v': S('y') },
      });
    expect(await refusal(at('2147483648'))).toContain(
      'Invalid UpdateExpression: List index is not within the allowable range; index: [2147483648]',
    );
    await at('2147483647');
    expect(await stored()).toMatchObject({ list: { L: [S('x'), S('y')] } });
  });
});
