import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type StreamHarness, type StreamRecord, startStreams } from './harness.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let db: StreamHarness;
let arn: string;
beforeEach(async () => {
  db = await startStreams();
  arn = await db.createTable();
});
afterEach(() => db.kernel.stop());

const ids = (records: readonly StreamRecord[]) =>
  records.map(({ dynamodb }) => (dynamodb.Keys as { id: { S: string } }).id.S);
const sequenceOf = async (index: number) => (await db.records(arn))[index]?.dynamodb.SequenceNumber;

describe('An iterator', () => {
  beforeEach(async () => {
    for (const id of ['a', 'b', 'c']) await db.put(id);
  });

  test('of type LATEST reads only records written after it', async () => {
    const iterator = await db.iterator(arn, { ShardIteratorType: 'LATEST' });
    expect((await db.page(iterator)).Records).toEqual([]);
    await db.put('d');
    expect(ids((await db.page(iterator)).Records)).toEqual(['d']);
  });

  test('of type AT_SEQUENCE_NUMBER begins with that record, AFTER_SEQUENCE_NUMBER with the next one', async () => {
    const SequenceNumber = await sequenceOf(1);
    const at = await db.iterator(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber });
    const after = await db.iterator(arn, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });
    expect(ids((await db.page(at)).Records)).toEqual(['b', 'c']);
    expect(ids((await db.page(after)).Records)).toEqual(['c']);
  });

  test('at the starting sequence number of the shard begins with the first record', async () => {
    const [shard] = (await db.describe(arn)).Shards;
    const SequenceNumber = shard?.SequenceNumberRange.StartingSequenceNumber;
    for (const ShardIteratorType of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'])
      expect(ids((await db.page(await db.iterator(arn, { ShardIteratorType, SequenceNumber }))).Records)).toEqual([
        'a',
        'b',
        'c',
      ]);
  });

  test('reads page by page with Limit', async () => {
    const first = await db.page(await db.iterator(arn), { Limit: 2 });
    const second = await db.page(String(first.NextShardIterator), { Limit: 2 });
    const third = await db.page(String(second.NextShardIterator), { Limit: 2 });
    expect([first, second, third].map(({ Records }) => ids(Records))).toEqual([['a', 'b'], ['c'], []]);
    expect(third.NextShardIterator).toBeDefined();
  });

  test('expires 15 minutes after it was returned', async () => {
    const iterator = await db.iterator(arn);
    await db.kernel.timers.advance(14 * MINUTE_MS);
    expect((await db.page(iterator)).Records).toHaveLength(3);
    await db.kernel.timers.advance(2 * MINUTE_MS);
    await expect(db.page(iterator)).rejects.toMatchObject({ code: 'ExpiredIteratorException' });
  });

  test('with an invalid format is refused', async () => {
    for (const iterator of ['text', `${arn}|1|e30=`, `${arn}|1|[`])
      await expect(db.page(iterator)).rejects.toMatchObject({
        code: 'ValidationException',
        message: 'Invalid ShardIterator',
      });
  });

  test('needs a sequence number of its shard for a type with a sequence number', async () => {
    await expect(db.iterator(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    const SequenceNumber = '1'.repeat(30);
    await expect(db.iterator(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

test('a page has at most 1 MB of records', async () => {
  const text = { S: 'x'.repeat(300_000) };
  for (const id of ['a', 'b', 'c', 'd']) await db.put(id, { text });
  const first = await db.page(await db.iterator(arn));
  const second = await db.page(String(first.NextShardIterator));
  expect(ids(first.Records)).toEqual(['a', 'b', 'c']);
  expect(ids(second.Records)).toEqual(['d']);
});

describe('After 24 hours', () => {
  test('a record is trimmed, and a position before the oldest record is refused', async () => {
    await db.put('a');
    const SequenceNumber = await sequenceOf(0);
    await db.kernel.timers.advance(23 * HOUR_MS + 50 * MINUTE_MS);
    await db.put('b');
    const iterator = await db.iterator(arn);
    expect(ids((await db.page(iterator)).Records)).toEqual(['a', 'b']);
    await db.kernel.timers.advance(11 * MINUTE_MS);
    await expect(db.page(iterator)).rejects.toMatchObject({ code: 'TrimmedDataAccessException' });
    await expect(db.iterator(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber })).rejects.toMatchObject({
      code: 'TrimmedDataAccessException',
      message: 'The operation attempted to read past the oldest stream record in a shard.',
    });
    expect(ids(await db.records(arn))).toEqual(['b']);
  });

  test('a search for the oldest record does not begin with the trimmed ones again', async () => {
    await db.put('a');
    await db.kernel.timers.advance(23 * HOUR_MS + 50 * MINUTE_MS);
    await db.put('b');
    await db.kernel.timers.advance(11 * MINUTE_MS);
    expect(ids(await db.records(arn))).toEqual(['b']);
    // Makes the trimmed record readable, so that a search that meets it returns it.
    const { store, clock } = db.kernel;
    const { changes } = store.prepare('UPDATE dynamodb_stream_records SET created_ms = ?').run(clock.now());
    expect(changes).toBe(2);
    expect(ids(await db.records(arn))).toEqual(['b']);
  });

  test('more trimmed records than one write deletes are all deleted', async () => {
    await Promise.all(Array.from({ length: 1_100 }, (_, index) => db.put(`r${index}`)));
    await db.kernel.timers.advance(26 * HOUR_MS);
    expect(db.kernel.store.prepare('SELECT COUNT(*) AS n FROM dynamodb_stream_records').get()?.n).toBe(0);
  });

  test('a new stream begins with its first record, whatever the deleted one had', async () => {
    for (const id of ['a', 'b', 'c']) await db.put(id);
    expect(await db.records(arn)).toHaveLength(3);
    await db.call('DeleteTable', { TableName: 'orders' });
    await db.kernel.timers.advance(26 * HOUR_MS);
    arn = await db.createTable();
    await db.put('d');
    expect(ids(await db.records(arn))).toEqual(['d']);
  });

  test('trimmed records are deleted from the store', async () => {
    await db.put('a');
    await db.kernel.timers.advance(26 * HOUR_MS);
    expect(db.kernel.store.prepare('SELECT COUNT(*) AS n FROM dynamodb_stream_records').get()?.n).toBe(0);
    await db.put('b');
    expect(ids(await db.records(arn))).toEqual(['b']);
  });

  test('the stream of a deleted table is deleted; before that its records can be read', async () => {
    await db.put('a');
    await db.call('DeleteTable', { TableName: 'orders' });
    expect(await db.describe(arn)).toMatchObject({ StreamStatus: 'DISABLED' });
    const page = await db.page(await db.iterator(arn));
    expect(ids(page.Records)).toEqual(['a']);
    expect(page.NextShardIterator).toBeUndefined();
    await db.kernel.timers.advance(26 * HOUR_MS);
    await expect(db.describe(arn)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: `Requested resource not found: Stream: ${arn} not found`,
    });
    expect(await db.call('ListStreams')).toEqual({ Streams: [] });
    expect(db.kernel.store.prepare('SELECT COUNT(*) AS n FROM dynamodb_streams').get()?.n).toBe(0);
  });
});
