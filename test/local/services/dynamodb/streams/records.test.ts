import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { type StreamHarness, startStreams } from './harness.ts';

let db: StreamHarness;
beforeEach(async () => {
  db = await startStreams();
});
afterEach(() => db.kernel.stop());

const S = (text: string) => ({ S: text });
const N = (value: number) => ({ N: String(value) });
const key = (id: string) => ({ TableName: 'orders', Key: { id: S(id) } });
const names = (records: readonly { readonly eventName: string }[]) => records.map(({ eventName }) => eventName);

describe('A change of an item writes one record', () => {
  test('an insertion has the new image, a change both images, a removal the old image', async () => {
    const arn = await db.createTable();
    await db.put('a', { state: S('new') });
    await db.call('UpdateItem', {
      ...key('a'),
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': S('paid') },
    });
    await db.call('DeleteItem', key('a'));
    const records = await db.records(arn);
    expect(records).toMatchObject([
      {
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: {
          Keys: { id: S('a') },
          NewImage: { id: S('a'), state: S('new') },
          StreamViewType: 'NEW_AND_OLD_IMAGES',
          SizeBytes: 14,
        },
      },
      {
        eventName: 'MODIFY',
        dynamodb: { OldImage: { id: S('a'), state: S('new') }, NewImage: { id: S('a'), state: S('paid') } },
      },
      { eventName: 'REMOVE', dynamodb: { Keys: { id: S('a') }, OldImage: { id: S('a'), state: S('paid') } } },
    ]);
    expect(records[0]?.dynamodb).not.toHaveProperty('OldImage');
    expect(records[2]?.dynamodb).not.toHaveProperty('NewImage');
    for (const { eventID, userIdentity } of records) {
      expect(eventID).toMatch(/^[0-9a-f]{32}$/);
      expect(userIdentity).toBeUndefined();
    }
  });

  test.each([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ])('the view type %s selects the images of a record', async (viewType, images) => {
    const arn = await db.createTable(viewType);
    await db.put('a', { state: S('new') });
    await db.put('a', { state: S('paid') });
    const [, changed] = await db.records(arn);
    expect(changed).toMatchObject({ dynamodb: { Keys: { id: S('a') }, StreamViewType: viewType } });
    const has = Object.keys(changed?.dynamodb ?? {}).filter((name) => name.endsWith('Image'));
    expect(has).toEqual(images);
  });

  test('sequence numbers have 24 digits and increase', async () => {
    const arn = await db.createTable();
    for (const id of ['a', 'b', 'c']) await db.put(id);
    const sequences = (await db.records(arn)).map(({ dynamodb }) => dynamodb.SequenceNumber);
    for (const sequence of sequences) expect(sequence).toMatch(/^\d{24}$/);
    expect(sequences).toEqual(sequences.toSorted());
    expect(new Set(sequences).size).toBe(3);
  });

  test('a batch and a transaction write one record for each changed item', async () => {
    const arn = await db.createTable();
    await db.call('BatchWriteItem', {
      RequestItems: { orders: [{ PutRequest: { Item: { id: S('a') } } }, { PutRequest: { Item: { id: S('b') } } }] },
    });
    await db.call('TransactWriteItems', {
      TransactItems: [
        { Delete: key('a') },
        { Put: { TableName: 'orders', Item: { id: S('c') } } },
        { ConditionCheck: { ...key('b'), ConditionExpression: 'attribute_exists(id)' } },
      ],
    });
    const records = await db.records(arn);
    expect(names(records)).toEqual(['INSERT', 'INSERT', 'REMOVE', 'INSERT']);
    expect(records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([
      { id: S('a') },
      { id: S('b') },
      { id: S('a') },
      { id: S('c') },
    ]);
  });

  test('a deletion by time to live names DynamoDB as its user', async () => {
    const arn = await db.createTable();
    await db.call('UpdateTimeToLive', {
      TableName: 'orders',
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
    await db.put('a', { expires: N(Math.floor(db.kernel.clock.now() / 1000) + 60) });
    await db.kernel.timers.advance(3_600_000);
    await db.put('b');
    await db.call('DeleteItem', key('b'));
    const [, expired, , deleted] = await db.records(arn);
    expect(expired).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    });
    expect(deleted).toMatchObject({ eventName: 'REMOVE' });
    expect(deleted).not.toHaveProperty('userIdentity');
  });
});

describe('No record is written', () => {
  test('for an item that does not change, also if its attributes or sets are in another order', async () => {
    const arn = await db.createTable();
    await db.put('a', { state: S('new'), tags: { SS: ['x', 'y'] } });
    await db.call('PutItem', {
      TableName: 'orders',
      Item: { tags: { SS: ['y', 'x'] }, state: S('new'), id: S('a') },
    });
    await db.call('UpdateItem', {
      ...key('a'),
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': S('new') },
    });
    expect(names(await db.records(arn))).toEqual(['INSERT']);
  });

  test('but one is written if the order of a list changes', async () => {
    const arn = await db.createTable();
    await db.put('a', { list: { L: [S('x'), S('y')] } });
    await db.put('a', { list: { L: [S('y'), S('x')] } });
    expect(names(await db.records(arn))).toEqual(['INSERT', 'MODIFY']);
  });

  test('for the deletion of an item that does not exist', async () => {
    const arn = await db.createTable();
    await db.call('DeleteItem', key('nobody'));
    expect(await db.records(arn)).toEqual([]);
  });

  test('for a write whose condition fails, and for a cancelled transaction', async () => {
    const arn = await db.createTable();
    const conditional = { TableName: 'orders', Item: { id: S('a') }, ConditionExpression: 'attribute_exists(id)' };
    await expect(db.call('PutItem', conditional)).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    const TransactItems = [{ Put: { TableName: 'orders', Item: { id: S('b') } } }, { Put: conditional }];
    await expect(db.call('TransactWriteItems', { TransactItems })).rejects.toMatchObject({
      code: 'TransactionCanceledException',
    });
    expect(await db.records(arn)).toEqual([]);
  });
});

test('records and positions survive a restart', async () => {
  const directory = temporaryDirectory();
  const first = await startStreams(directory);
  const arn = await first.createTable();
  await first.put('a');
  const { Records, NextShardIterator } = await first.page(await first.iterator(arn));
  await first.put('b');
  await first.kernel.stop();
  const second = await startStreams(directory);
  try {
    expect((await second.records(arn))[0]).toEqual(Records[0]);
    await second.put('c');
    const { Records: later } = await second.page(String(NextShardIterator));
    expect(later.map(({ dynamodb }) => dynamodb.Keys)).toEqual([{ id: S('b') }, { id: S('c') }]);
  } finally {
    await second.kernel.stop();
    removeDirectory(directory);
  }
});
