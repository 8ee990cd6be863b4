import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type StreamHarness, startStreams, TABLE } from './harness.ts';

let db: StreamHarness;
beforeEach(async () => {
  db = await startStreams();
});
afterEach(() => db.kernel.stop());

const table = async () => (await db.call('DescribeTable', { TableName: 'orders' })).Table as Record<string, unknown>;
const change = (StreamSpecification: object) => db.call('UpdateTable', { TableName: 'orders', StreamSpecification });
const ENABLED = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' };

describe('A table with a stream', () => {
  test('describes the stream, and the stream its shard', async () => {
    const arn = await db.createTable();
    const label = arn.split('/stream/')[1] ?? '';
    expect(arn).toMatch(
      /^arn:aws:dynamodb:us-east-1:000000000000:table\/orders\/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/,
    );
    expect(await table()).toMatchObject({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      LatestStreamArn: arn,
      LatestStreamLabel: label,
    });
    expect(await db.call('DescribeStream', { StreamArn: arn })).toEqual({
      StreamDescription: {
        StreamArn: arn,
        StreamLabel: label,
        StreamStatus: 'ENABLED',
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        CreationRequestDateTime: expect.any(Number),
        TableName: 'orders',
        KeySchema: TABLE.KeySchema,
        Shards: [
          {
            ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/),
            SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{24}$/) },
          },
        ],
      },
    });
  });

  test('gets a stream by UpdateTable, and another one when it is disabled and enabled again', async () => {
    await db.call('CreateTable', TABLE);
    await change(ENABLED);
    const { LatestStreamArn: first } = await table();
    await db.put('a');
    await change({ StreamEnabled: false });
    await db.put('b');
    expect(await table()).toMatchObject({ LatestStreamArn: first });
    expect(await table()).not.toHaveProperty('StreamSpecification');
    const ended = await db.describe(String(first));
    expect(ended).toMatchObject({ StreamStatus: 'DISABLED' });
    const [record] = await db.records(String(first));
    expect(ended.Shards[0]?.SequenceNumberRange.EndingSequenceNumber).toBe(record?.dynamodb.SequenceNumber);
    await change({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
    const { LatestStreamArn: second } = await table();
    expect(second).not.toBe(first);
    expect(await db.records(String(second))).toEqual([]);
    expect(await db.records(String(first))).toHaveLength(1);
  });

  test('cannot get a second stream; a stream that does not exist cannot be disabled', async () => {
    await db.call('CreateTable', TABLE);
    await expect(change({ StreamEnabled: false })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Table has no stream to disable: TableName: orders',
    });
    await change(ENABLED);
    await expect(change({ ...ENABLED, StreamViewType: 'NEW_IMAGE' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Table already has an enabled stream: TableName: orders',
    });
  });

  test('needs a view type, which must be absent when the stream is disabled', async () => {
    await db.call('CreateTable', TABLE);
    await expect(change({ StreamEnabled: true })).rejects.toMatchObject({
      message: 'One or more parameter values were invalid: If stream is being enabled then UpdateViewType is required',
    });
    await expect(change({ ...ENABLED, StreamEnabled: false })).rejects.toMatchObject({
      message:
        'One or more parameter values were invalid: If stream is being disabled, then UpdateViewType must not be specified',
    });
    await expect(change({ ...ENABLED, StreamViewType: 'ALL' })).rejects.toMatchObject({
      message: expect.stringContaining('Member must satisfy enum value set'),
    });
  });

  test('gets a new stream if it is deleted and created again', async () => {
    const first = await db.createTable();
    await db.put('a');
    await db.call('DeleteTable', { TableName: 'orders' });
    const second = await db.createTable();
    expect(second).not.toBe(first);
    expect(await db.records(second)).toEqual([]);
    expect(await db.records(first)).toHaveLength(1);
  });
});

describe('ListStreams', () => {
  test('lists the streams of all tables or of one, page by page', async () => {
    const orders = await db.createTable();
    for (const TableName of ['bills', 'parcels'])
      await db.call('CreateTable', { ...TABLE, TableName, StreamSpecification: ENABLED });
    const first = await db.call('ListStreams', { Limit: 2 });
    expect(first).toMatchObject({ Streams: [{ TableName: 'bills' }, { TableName: 'orders', StreamArn: orders }] });
    expect(first.LastEvaluatedStreamArn).toBe(orders);
    const second = await db.call('ListStreams', { ExclusiveStartStreamArn: orders });
    expect(second).toMatchObject({ Streams: [{ TableName: 'parcels' }] });
    expect(second).not.toHaveProperty('LastEvaluatedStreamArn');
    expect((await db.call('ListStreams', { TableName: 'orders' })).Streams).toHaveLength(1);
  });
});

describe('Unknown streams and shards', () => {
  test('are not found', async () => {
    const arn = await db.createTable();
    await expect(db.describe(`${arn}1`)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await expect(
      db.iterator(arn, { ShardId: `shardId-${'0'.repeat(20)}-00000000`, ShardIteratorType: 'LATEST' }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('a text too short for an ARN is invalid', async () => {
    await expect(db.describe('stream')).rejects.toMatchObject({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value 'stream' at 'streamArn' failed to satisfy constraint: Member must have length greater than or equal to 37",
    });
  });

  test('a shard has no child shards', async () => {
    const arn = await db.createTable();
    const [shard] = (await db.describe(arn)).Shards;
    const ShardFilter = { Type: 'CHILD_SHARDS', ShardId: shard?.ShardId };
    expect(await db.call('DescribeStream', { StreamArn: arn, ShardFilter })).toMatchObject({
      StreamDescription: { Shards: [] },
    });
  });
});
