import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const S = (value: string) => ({ S: value });
const N = (value: number) => ({ N: String(value) });

const TABLE = {
  TableName: 'orders',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'state', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'state',
      KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

let kernel: TestKernel;
const start = async (dataDir?: string) => {
  kernel = await startKernel((k) => [createDynamoDb(k)], dataDir ? { dataDir } : {});
};
const db = (action: string, input: Record<string, unknown> = {}) =>
  kernel.as('dynamodb', action, input) as Promise<Record<string, unknown>>;
const put = (id: string, state: string, more: Record<string, unknown> = {}) =>
  db('PutItem', { TableName: 'orders', Item: { id: S(id), state: S(state), ...more } });
const get = async (id: string): Promise<unknown> =>
  (await db('GetItem', { TableName: 'orders', Key: { id: S(id) } })).Item;
const inState = (state: string, more: Record<string, unknown> = {}) =>
  db('Query', {
    TableName: 'orders',
    IndexName: 'state',
    KeyConditionExpression: '#s = :s',
    ExpressionAttributeNames: { '#s': 'state' },
    ExpressionAttributeValues: { ':s': S(state) },
    ...more,
  }) as Promise<{ Items: { id: { S: string } }[]; Count: number; LastEvaluatedKey?: Record<string, unknown> }>;

beforeEach(() => start());
afterEach(() => kernel.stop());

describe('tables', () => {
  test('are active as soon as they are created', async () => {
    expect(await db('CreateTable', TABLE)).toMatchObject({ TableDescription: { TableStatus: 'CREATING' } });
    expect(await db('DescribeTable', { TableName: 'orders' })).toMatchObject({
      Table: {
        TableStatus: 'ACTIVE',
        TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders',
        ItemCount: 0,
        GlobalSecondaryIndexes: [{ IndexName: 'state', IndexStatus: 'ACTIVE' }],
      },
    });
    expect(await db('ListTables')).toEqual({ TableNames: ['orders'] });
  });

  test('cannot be created twice, nor used before they are created', async () => {
    await expect(get('a')).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
    await db('CreateTable', TABLE);
    await expect(db('CreateTable', TABLE)).rejects.toMatchObject({
      code: 'ResourceInUseException',
      message: 'Table already exists: orders',
    });
  });

  test('are deleted with their items, unless they are protected', async () => {
    await db('CreateTable', { ...TABLE, DeletionProtectionEnabled: true });
    await db('CreateTable', { ...TABLE, TableName: 'orders2' });
    await put('a', 'NEW');
    await expect(db('DeleteTable', { TableName: 'orders' })).rejects.toMatchObject({ code: 'ValidationException' });
    await db('UpdateTable', { TableName: 'orders', DeletionProtectionEnabled: false });
    await db('DeleteTable', { TableName: 'orders' });
    expect(await db('ListTables')).toEqual({ TableNames: ['orders2'] });
    await db('CreateTable', TABLE);
    expect(await get('a')).toBeUndefined();
    expect((await inState('NEW')).Items).toEqual([]);
  });

  test('keep tags, point-in-time recovery and time to live', async () => {
    await db('CreateTable', { ...TABLE, Tags: [{ Key: 'team', Value: 'a' }] });
    const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
    await db('TagResource', { ResourceArn, Tags: [{ Key: 'stage', Value: 'test' }] });
    await db('UntagResource', { ResourceArn, TagKeys: ['team'] });
    expect(await db('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'stage', Value: 'test' }] });
    await db('UpdateContinuousBackups', {
      TableName: 'orders',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(await db('DescribeContinuousBackups', { TableName: 'orders' })).toEqual({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
      },
    });
    expect(await db('DescribeTimeToLive', { TableName: 'orders' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
  });

  test('accept a new index and fill it from the existing items', async () => {
    const { GlobalSecondaryIndexes, ...plain } = TABLE;
    await db('CreateTable', { ...plain, AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] });
    await put('a', 'NEW');
    await db('UpdateTable', {
      TableName: 'orders',
      AttributeDefinitions: TABLE.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: GlobalSecondaryIndexes[0] }],
    });
    await put('b', 'NEW');
    expect((await inState('NEW')).Items.map(({ id }) => id.S).sort()).toEqual(['a', 'b']);
    await db('UpdateTable', {
      TableName: 'orders',
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'state' } }],
    });
    await expect(inState('NEW')).rejects.toMatchObject({ code: 'ValidationException' });
  });

  test('refuse unsupported members and actions by name', async () => {
    await expect(db('CreateTable', { ...TABLE, ResourcePolicy: '{}' })).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: 'ResourcePolicy of dynamodb:CreateTable is not supported by the one-machine runtime.',
    });
    await expect(db('DescribeExport', { ExportArn: 'orders' })).rejects.toMatchObject({
      message: 'dynamodb:DescribeExport is not supported by the one-machine runtime.',
    });
    await expect(db('CreateTable', { ...TABLE, Nonsense: 1 })).rejects.toMatchObject({
      message: 'Nonsense of dynamodb:CreateTable is not supported by the one-machine runtime.',
    });
  });
});

describe('items', () => {
  beforeEach(() => db('CreateTable', TABLE));

  test('are accessed by the name or the ARN of their table', async () => {
    const TableName = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
    await db('PutItem', { TableName, Item: { id: S('a'), state: S('NEW') } });
    expect(await get('a')).toEqual({ id: S('a'), state: S('NEW') });
  });

  test('are put only once on condition that they do not exist', async () => {
    const once = (state: string) =>
      db('PutItem', {
        TableName: 'orders',
        Item: { id: S('a'), state: S(state) },
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
    const outcomes = await Promise.allSettled([once('first'), once('second'), once('third')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(outcomes[1]).toMatchObject({
      reason: {
        code: 'ConditionalCheckFailedException',
        message: 'The conditional request failed',
        fields: { Item: { id: S('a'), state: S('first') } },
      },
    });
    expect(await get('a')).toEqual({ id: S('a'), state: S('first') });
  });

  test('are updated by expressions; concurrent increments are not lost', async () => {
    const add = () =>
      db('UpdateItem', {
        TableName: 'orders',
        Key: { id: S('a') },
        UpdateExpression: 'ADD visits :one SET #s = if_not_exists(#s, :new)',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':one': N(1), ':new': S('NEW') },
        ReturnValues: 'ALL_NEW',
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect(await get('a')).toEqual({ id: S('a'), visits: N(20), state: S('NEW') });
  });

  test('move in an index when their key attributes change', async () => {
    for (let at = 0; at < 25; at += 1) await put(`i${at}`, at < 15 ? 'NEW' : 'DONE');
    await put('i0', 'DONE');
    const first = await inState('DONE', { Limit: 6 });
    expect(first.Count).toBe(6);
    const second = await inState('DONE', { Limit: 6, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second.LastEvaluatedKey).toBeUndefined();
    expect([...first.Items, ...second.Items].map(({ id }) => id.S).sort()).toEqual(
      ['i0', 'i15', 'i16', 'i17', 'i18', 'i19', 'i20', 'i21', 'i22', 'i23', 'i24'].sort(),
    );
  });

  test('are scanned, and read and written in batches', async () => {
    await db('BatchWriteItem', {
      RequestItems: {
        orders: ['a', 'b', 'c'].map((id) => ({ PutRequest: { Item: { id: S(id), state: S('NEW') } } })),
      },
    });
    expect(await db('Scan', { TableName: 'orders', Select: 'COUNT' })).toMatchObject({ Count: 3 });
    const read = await db('BatchGetItem', { RequestItems: { orders: { Keys: [{ id: S('a') }, { id: S('c') }] } } });
    expect((read.Responses as { orders: unknown[] }).orders).toHaveLength(2);
  });

  test('are unchanged after a failed operation', async () => {
    await put('a', 'NEW');
    const RequestItems = {
      orders: [{ PutRequest: { Item: { id: S('b'), state: S('NEW') } } }],
      nowhere: [{ PutRequest: { Item: { id: S('c') } } }],
    };
    await expect(db('BatchWriteItem', { RequestItems })).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    expect(await get('b')).toBeUndefined();
  });

  test('that are the input of an operation are not modified', async () => {
    const Key = Object.freeze({ id: Object.freeze(S('a')) });
    await db('UpdateItem', {
      TableName: 'orders',
      Key,
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': N(1) },
    });
    expect(Key).toEqual({ id: { S: 'a' } });
  });
});

describe('items with a sort key', () => {
  const query = async (condition: string, values: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const answer = await db('Query', {
      TableName: 'readings',
      KeyConditionExpression: `sensor = :sensor${condition}`,
      ExpressionAttributeValues: { ':sensor': S('s1'), ...values },
      ...more,
    });
    return (answer.Items as { tick: { N: string } }[]).map(({ tick }) => tick.N);
  };

  beforeEach(async () => {
    await db('CreateTable', {
      TableName: 'readings',
      AttributeDefinitions: [
        { AttributeName: 'sensor', AttributeType: 'S' },
        { AttributeName: 'tick', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'sensor', KeyType: 'HASH' },
        { AttributeName: 'tick', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    });
    for (const tick of [10, -1, 2, 0.5, -20, 100])
      await db('PutItem', { TableName: 'readings', Item: { sensor: S('s1'), tick: N(tick) } });
    await db('PutItem', { TableName: 'readings', Item: { sensor: S('s11'), tick: N(1) } });
  });

  test('are returned in numeric order, in both directions', async () => {
    expect(await query('', {})).toEqual(['-20', '-1', '0.5', '2', '10', '100']);
    expect(await query('', {}, { ScanIndexForward: false, Limit: 2 })).toEqual(['100', '10']);
  });

  test('are found by range conditions', async () => {
    expect(await query(' AND tick BETWEEN :low AND :high', { ':low': N(-1), ':high': N(2) })).toEqual([
      '-1',
      '0.5',
      '2',
    ]);
    expect(await query(' AND tick > :low', { ':low': N(2) })).toEqual(['10', '100']);
    expect(await query(' AND tick <= :high', { ':high': N(-1) })).toEqual(['-20', '-1']);
  });
});

describe('transactions', () => {
  beforeEach(() => db('CreateTable', TABLE));
  const putNew = (id: string) => ({
    Put: {
      TableName: 'orders',
      Item: { id: S(id), state: S('NEW') },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });

  test('write everything or nothing, and return the cancellation reasons', async () => {
    await put('taken', 'OLD');
    await expect(db('TransactWriteItems', { TransactItems: [putNew('a'), putNew('taken')] })).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      fields: {
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            Item: { id: S('taken'), state: S('OLD') },
          },
        ],
      },
    });
    expect(await get('a')).toBeUndefined();
    expect((await inState('NEW')).Items).toEqual([]);
    await db('TransactWriteItems', {
      TransactItems: [
        putNew('a'),
        { Delete: { TableName: 'orders', Key: { id: S('taken') } } },
        {
          ConditionCheck: {
            TableName: 'orders',
            Key: { id: S('free') },
            ConditionExpression: 'attribute_not_exists(id)',
          },
        },
      ],
    });
    const gets = ['a', 'taken'].map((id) => ({ Get: { TableName: 'orders', Key: { id: S(id) } } }));
    expect(await db('TransactGetItems', { TransactItems: gets })).toEqual({
      Responses: [{ Item: { id: S('a'), state: S('NEW') } }, {}],
    });
  });

  test('with the same token are performed once within ten minutes', async () => {
    const request = { ClientRequestToken: 't', TransactItems: [putNew('a')] };
    await db('TransactWriteItems', request);
    expect(await db('TransactWriteItems', request)).toEqual({});
    const counted = {
      ...request,
      ClientRequestToken: 'u',
      TransactItems: [putNew('c')],
      ReturnConsumedCapacity: 'TOTAL',
    };
    expect(await db('TransactWriteItems', counted)).toMatchObject({ ConsumedCapacity: [{ WriteCapacityUnits: 4 }] });
    expect(await db('TransactWriteItems', counted)).toMatchObject({ ConsumedCapacity: [{ ReadCapacityUnits: 2 }] });
    await expect(
      db('TransactWriteItems', { ClientRequestToken: 't', TransactItems: [putNew('b')] }),
    ).rejects.toMatchObject({ code: 'IdempotentParameterMismatchException' });
    await kernel.timers.advance(600_000);
    await expect(db('TransactWriteItems', request)).rejects.toMatchObject({ code: 'TransactionCanceledException' });
  });

  test('are refused if they have two operations on one item', async () => {
    await expect(db('TransactWriteItems', { TransactItems: [putNew('a'), putNew('a')] })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });
});

describe('after a restart', () => {
  test('tables, indexes, items and settings still exist', async () => {
    const dataDir = temporaryDirectory();
    try {
      await kernel.stop();
      await start(dataDir);
      await db('CreateTable', TABLE);
      await put('a', 'NEW');
      await kernel.stop();
      await start(dataDir);
      expect(await get('a')).toEqual({ id: S('a'), state: S('NEW') });
      expect((await inState('NEW')).Count).toBe(1);
      await put('a', 'DONE');
      expect((await inState('NEW')).Count).toBe(0);
    } finally {
      removeDirectory(dataDir);
    }
  });
});
