import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const S = (value: string) => ({ S: value });
const TableName = 'shelves';
const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty string value.';

let kernel: TestKernel;
const db = (action: string, input: Record<string, unknown>) =>
  kernel.as('dynamodb', action, input) as Promise<Record<string, unknown>>;
const put = (item: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  db('PutItem', { TableName, Item: item, ...more });
const query = (more: Record<string, unknown> = {}) =>
  db('Query', {
    TableName,
    KeyConditionExpression: 'room = :r',
    ExpressionAttributeValues: { ':r': S('r1') },
    ...more,
  });
const refusal = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
  return 'accepted';
};

const key = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' }] : []),
];

beforeEach(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
  await db('CreateTable', {
    TableName,
    AttributeDefinitions: ['room', 'shelf', 'owner', 'label'].map((name) => ({
      AttributeName: name,
      AttributeType: 'S',
    })),
    KeySchema: key('room', 'shelf'),
    GlobalSecondaryIndexes: [
      { IndexName: 'by-owner', KeySchema: key('owner'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    LocalSecondaryIndexes: [
      { IndexName: 'by-label', KeySchema: key('room', 'label'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterEach(() => kernel.stop());

const ITEM = { room: S('r1'), shelf: S('s1'), owner: S('o1'), label: S('l1'), note: S('n1') };

describe('an empty key of an index is refused', () => {
  const Key = { room: S('r1'), shelf: S('s1') };

  test.each(['owner', 'label'])('by PutItem and BatchWriteItem, for the key %s', async (name) => {
    const index = { owner: 'by-owner', label: 'by-label' }[name];
    const message = `ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${EMPTY} IndexName: ${index}, IndexKey: ${name}`;
    const Item = { ...Key, [name]: S('') };
    expect(await refusal(put(Item))).toBe(message);
    expect(await refusal(db('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }))).toBe(
      message,
    );
    expect(await refusal(db('TransactWriteItems', { TransactItems: [{ Put: { TableName, Item } }] }))).toBe(message);
  });

  test('by UpdateItem, also if the value is copied from another attribute, and the item is unchanged', async () => {
    await put({ ...ITEM, note: S('') });
    const message = `ValidationException: One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY}`;
    const UpdateExpression = 'SET label = note';
    expect(await refusal(db('UpdateItem', { TableName, Key, UpdateExpression }))).toBe(message);
    const Update = { TableName, Key, UpdateExpression };
    expect(await refusal(db('TransactWriteItems', { TransactItems: [{ Update }] }))).toBe(message);
    expect((await db('GetItem', { TableName, Key })).Item).toMatchObject({ label: S('l1') });
  });

  test('an empty key of the table is refused with the same message by reads and writes', async () => {
    const Empty = { room: S('r1'), shelf: S('') };
    const message = `ValidationException: One or more parameter values are not valid. ${EMPTY} Key: shelf`;
    expect(await refusal(db('DeleteItem', { TableName, Key: Empty }))).toBe(message);
    expect(await refusal(db('GetItem', { TableName, Key: Empty }))).toBe(message);
    expect(await refusal(db('BatchGetItem', { RequestItems: { [TableName]: { Keys: [Empty] } } }))).toBe(message);
  });

  test('a key that is too long is refused by its bytes, also in an index', async () => {
    expect(await refusal(put({ ...ITEM, owner: S('é'.repeat(1025)) }))).toContain('maximum size limit of2048 bytes');
    expect(await refusal(put({ ...ITEM, label: S('é'.repeat(513)) }))).toContain('size limit of 1024 bytes');
  });
});

describe('Select', () => {
  test.each<[Record<string, unknown>, string]>([
    [
      { Select: 'COUNT', ProjectionExpression: 'note' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      { Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'note' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
    ],
    [
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
    [
      { Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
  ])('refuses %p in Query and Scan', async (input, message) => {
    expect(await refusal(query(input))).toBe(`ValidationException: ${message}`);
    expect(await refusal(db('Scan', { TableName, ...input }))).toBe(`ValidationException: ${message}`);
  });

  test('a local index reads missing attributes from its table, a global index refuses them', async () => {
    await put(ITEM);
    const local = await query({
      IndexName: 'by-label',
      ProjectionExpression: 'label, note',
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(local).toMatchObject({
      Items: [{ label: S('l1'), note: S('n1') }],
      ConsumedCapacity: {
        CapacityUnits: 1,
        Table: { CapacityUnits: 0.5 },
        LocalSecondaryIndexes: { 'by-label': { CapacityUnits: 0.5 } },
      },
    });
    expect(await refusal(db('Scan', { TableName, IndexName: 'by-owner', ProjectionExpression: 'note' }))).toBe(
      'ValidationException: One or more parameter values were invalid: Global secondary index by-owner does not project [note]',
    );
  });
});

describe('Scan', () => {
  test('reads consistently, but not from a global index', async () => {
    await put(ITEM);
    expect(await db('Scan', { TableName, ConsistentRead: true })).toMatchObject({ Count: 1 });
    expect(await refusal(db('Scan', { TableName, IndexName: 'by-owner', ConsistentRead: true }))).toBe(
      'ValidationException: Consistent reads are not supported on global secondary indexes',
    );
  });

  test('splits the items over its segments, and requires both Segment and TotalSegments', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `r${at}`);
    for (const room of names) await put({ room: S(room), shelf: S('s') });
    const segments = await Promise.all(
      [0, 1, 2].map((Segment) => db('Scan', { TableName, Segment, TotalSegments: 3, AttributesToGet: ['room'] })),
    );
    const found = segments.flatMap(({ Items }) => (Items as { room: { S: string } }[]).map(({ room }) => room.S));
    expect(found.sort()).toEqual([...names].sort());
    expect(segments.every(({ Count }) => Number(Count) > 0)).toBe(true);
    expect(await refusal(db('Scan', { TableName, Segment: 0 }))).toBe(
      'ValidationException: The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
    expect(await refusal(db('Scan', { TableName, Segment: 0, TotalSegments: 1_000_001 }))).toContain(
      "Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000",
    );
  });

  test('ends a page at 1 MB before the filter is applied, and continues on the next page', async () => {
    for (const shelf of ['a', 'b', 'c', 'd'])
      await put({ room: S('r1'), shelf: S(shelf), note: S('x'.repeat(380_000)) });
    const filter = { FilterExpression: 'attribute_not_exists(note)' };
    const first = await query(filter);
    expect(first).toMatchObject({ Count: 0, ScannedCount: 3, LastEvaluatedKey: { room: S('r1'), shelf: S('c') } });
    const second = await query({ ...filter, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second).toMatchObject({ Count: 0, ScannedCount: 1 });
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  test('of an index returns a LastEvaluatedKey with the keys of the index and the table', async () => {
    await put(ITEM);
    await put({ ...ITEM, shelf: S('s2') });
    expect(await db('Scan', { TableName, IndexName: 'by-owner', Limit: 1 })).toMatchObject({
      LastEvaluatedKey: { owner: S('o1'), room: S('r1'), shelf: expect.anything() },
    });
  });
});

describe('conditions', () => {
  test('compare lists and maps by their members', async () => {
    const list = { L: [S('a'), { M: { b: { N: '1' } } }] };
    await put({ ...ITEM, list });
    expect(
      await db('Scan', {
        TableName,
        FilterExpression: '#l = :v AND contains(#l, :m)',
        ExpressionAttributeNames: { '#l': 'list' },
        ExpressionAttributeValues: { ':v': list, ':m': { M: { b: { N: '1' } } } },
      }),
    ).toMatchObject({ Count: 1 });
  });

  test('of the older parameters hold if one of them holds, with ConditionalOperator OR', async () => {
    await put(ITEM);
    const Expected = {
      note: { ComparisonOperator: 'EQ', AttributeValueList: [S('other')] },
      owner: { ComparisonOperator: 'EQ', AttributeValueList: [S('o1')] },
    };
    expect(await refusal(put(ITEM, { Expected, ConditionalOperator: 'OR' }))).toBe('accepted');
    expect(await refusal(put(ITEM, { Expected }))).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
    expect(await refusal(put(ITEM, { Expected: { note: { Exists: true, Value: S('other') } } }))).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
  });
});

test('the description of a table counts the items of each index', async () => {
  await put(ITEM);
  await put({ room: S('r1'), shelf: S('s2'), label: S('l2') });
  expect(await db('DescribeTable', { TableName })).toMatchObject({
    Table: {
      ItemCount: 2,
      GlobalSecondaryIndexes: [{ IndexName: 'by-owner', ItemCount: 1 }],
      LocalSecondaryIndexes: [{ IndexName: 'by-label', ItemCount: 2 }],
    },
  });
});

describe('the answer to a write', () => {
  test('has the capacity of the table and of each index whose entry changes', async () => {
    const details = { ReturnConsumedCapacity: 'INDEXES', ReturnItemCollectionMetrics: 'SIZE' };
    expect(await put(ITEM, details)).toEqual({
      ConsumedCapacity: {
        TableName,
        CapacityUnits: 3,
        Table: { CapacityUnits: 1 },
        LocalSecondaryIndexes: { 'by-label': { CapacityUnits: 1 } },
        GlobalSecondaryIndexes: { 'by-owner': { CapacityUnits: 1 } },
      },
      ItemCollectionMetrics: { ItemCollectionKey: { room: S('r1') }, SizeEstimateRangeGB: [0, 1] },
    });
    expect(await put({ ...ITEM, note: S('n2') }, { ReturnConsumedCapacity: 'TOTAL' })).toEqual({
      ConsumedCapacity: { TableName, CapacityUnits: 1 },
    });
    expect(await put({ ...ITEM, owner: S('o2') }, { ReturnConsumedCapacity: 'TOTAL' })).toMatchObject({
      ConsumedCapacity: { CapacityUnits: 3 },
    });
  });

  test('counts the bytes of an item, not its characters', async () => {
    expect(
      await put({ room: S('r1'), shelf: S('s'), note: S('é'.repeat(600)) }, { ReturnConsumedCapacity: 'TOTAL' }),
    ).toEqual({
      ConsumedCapacity: { TableName, CapacityUnits: 2 },
    });
    expect(await refusal(put({ room: S('r1'), shelf: S('s'), note: S('é'.repeat(210_000)) }))).toBe(
      'ValidationException: Item size has exceeded the maximum allowed size',
    );
  });

  test('of a batch has the metrics of each collection once', async () => {
    const RequestItems = {
      [TableName]: ['a', 'b'].map((shelf) => ({ PutRequest: { Item: { room: S('r1'), shelf: S(shelf) } } })),
    };
    expect(await db('BatchWriteItem', { RequestItems, ReturnItemCollectionMetrics: 'SIZE' })).toMatchObject({
      ItemCollectionMetrics: {
        [TableName]: [{ ItemCollectionKey: { room: S('r1') }, SizeEstimateRangeGB: [0, 1] }],
      },
    });
  });
});

test('a value has at most 32 nesting levels, the attribute included', async () => {
  const nested = (maps: number): unknown => (maps === 0 ? S('leaf') : { M: { n: nested(maps - 1) } });
  expect(await refusal(put({ ...ITEM, note: nested(31) }))).toBe('accepted');
  expect(await refusal(put({ ...ITEM, note: nested(32) }))).toBe(
    'ValidationException: 1 validation error detected: Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
});

test('BatchGetItem returns at most 16 MB, and the other keys as UnprocessedKeys', async () => {
  const shelves = Array.from({ length: 45 }, (_, at) => `s${String(at).padStart(2, '0')}`);
  for (const shelf of shelves) await put({ room: S('r1'), shelf: S(shelf), note: S('x'.repeat(400_000)) });
  const Keys = shelves.map((shelf) => ({ room: S('r1'), shelf: S(shelf) }));
  const answer = await db('BatchGetItem', { RequestItems: { [TableName]: { Keys, ConsistentRead: true } } });
  expect((answer.Responses as Record<string, unknown[]>)[TableName]).toHaveLength(41);
  expect(answer.UnprocessedKeys).toEqual({ [TableName]: { Keys: Keys.slice(41), ConsistentRead: true } });
});

describe('a transaction', () => {
  const Put = (shelf: string, more: Record<string, unknown> = {}) => ({
    Put: { TableName, Item: { room: S('r1'), shelf: S(shelf) }, ...more },
  });

  test('consumes twice the capacity of its writes and reads', async () => {
    const write = await db('TransactWriteItems', {
      TransactItems: [Put('a'), Put('b')],
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(write).toEqual({ ConsumedCapacity: [{ TableName, CapacityUnits: 4, WriteCapacityUnits: 4 }] });
    const Get = { TableName, Key: { room: S('r1'), shelf: S('a') } };
    const read = await db('TransactGetItems', { TransactItems: [{ Get }], ReturnConsumedCapacity: 'INDEXES' });
    expect(read.ConsumedCapacity).toEqual([
      {
        TableName,
        CapacityUnits: 2,
        ReadCapacityUnits: 2,
        Table: { CapacityUnits: 2, ReadCapacityUnits: 2 },
      },
    ]);
  });

  test('reports all wrong members together, before it looks for a table', async () => {
    const input = {
      TransactItems: [{ Put: { TableName: 'nowhere', Item: {} } }],
      ReturnConsumedCapacity: 'SOME',
      ReturnItemCollectionMetrics: 'ALL',
    };
    expect(await refusal(db('TransactWriteItems', input))).toBe(
      "ValidationException: 2 validation errors detected: Value 'SOME' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value 'ALL' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]",
    );
    expect(await refusal(db('TransactGetItems', { TransactItems: [] }))).toBe(
      "ValidationException: 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  test('is canceled for a key of the wrong type, with the reason of each action', async () => {
    const bad = { Put: { TableName, Item: { room: S('r1'), shelf: { N: '1' } } } };
    await expect(db('TransactWriteItems', { TransactItems: [Put('a'), bad] })).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      fields: {
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ValidationError',
            Message: 'One or more parameter values were invalid: Type mismatch for key shelf expected: S actual: N',
          },
        ],
      },
    });
    await expect(
      db('TransactGetItems', { TransactItems: [{ Get: { TableName, Key: { room: S('r1') } } }] }),
    ).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      fields: {
        CancellationReasons: [
          { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
        ],
      },
    });
  });

  test('does not read one item twice', async () => {
    const Get = { TableName, Key: { room: S('r1'), shelf: S('a') } };
    const again = { TableName, Key: { shelf: S('a'), room: S('r1') } };
    expect(await refusal(db('TransactGetItems', { TransactItems: [{ Get }, { Get: again }] }))).toBe(
      'ValidationException: Transaction request cannot include multiple operations on one item',
    );
  });
});
