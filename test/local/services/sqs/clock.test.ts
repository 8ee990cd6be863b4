import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arnOf, FIFO, startQueues, type TestQueues } from './queues.ts';

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues();
});
afterEach(() => queues.stop());

describe('When the clock moves', () => {
  test('a received message becomes visible at the end of its visibility timeout, not before', async () => {
    await queues.create('orders', { VisibilityTimeout: '600' });
    await queues.send('orders', 'a');
    expect(await queues.bodies('orders')).toEqual(['a']);
    await queues.advance(500);
    expect(await queues.bodies('orders')).toEqual([]);
    await queues.advance(100);
    expect(await queues.bodies('orders')).toEqual(['a']);
  });

  test('a delayed message becomes visible at the end of its delay', async () => {
    await queues.create('orders', { DelaySeconds: '300' });
    await queues.send('orders', 'by queue');
    await queues.send('orders', 'by message', { DelaySeconds: 100 });
    expect(await queues.depth('orders')).toEqual(['0', '2', '0']);
    await queues.advance(100);
    expect(await queues.bodies('orders')).toEqual(['by message']);
    await queues.advance(200);
    expect(await queues.bodies('orders')).toContain('by queue');
  });

  test('messages are removed at the end of the retention period, also those in flight', async () => {
    await queues.create('orders', { MessageRetentionPeriod: '3600', VisibilityTimeout: '43200' });
    await queues.send('orders', 'received');
    await queues.receive('orders');
    await queues.send('orders', 'visible');
    await queues.advance(3_601);
    expect(await queues.depth('orders')).toEqual(['0', '0', '0']);
    expect(await queues.bodies('orders')).toEqual([]);
  });

  test('a deduplication id can be used again after five minutes', async () => {
    await queues.create('orders.fifo', { ...FIFO, VisibilityTimeout: '43200' });
    const group = { MessageGroupId: 'g' };
    await queues.send('orders.fifo', 'a', group);
    await queues.advance(240);
    await queues.send('orders.fifo', 'a', group);
    expect(await queues.depth('orders.fifo')).toEqual(['1', '0', '0']);
    await queues.advance(60);
    await queues.send('orders.fifo', 'a', group);
    expect(await queues.depth('orders.fifo')).toEqual(['2', '0', '0']);
  });

  test('a queue can be purged again after 60 seconds', async () => {
    await queues.create('orders');
    const QueueUrl = queues.urlOf('orders');
    await queues.sqs.purgeQueue({ QueueUrl });
    await expect(queues.sqs.purgeQueue({ QueueUrl })).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
    await queues.advance(60);
    await queues.sqs.purgeQueue({ QueueUrl });
  });

  test('the name of a deleted queue can be used again after 60 seconds', async () => {
    await queues.create('orders');
    await queues.sqs.deleteQueue({ QueueUrl: queues.urlOf('orders') });
    await expect(queues.create('orders')).rejects.toMatchObject({ name: 'QueueDeletedRecently' });
    await queues.advance(60);
    await queues.create('orders');
  });

  test('listeners are called for each message whose visibility timeout ends', async () => {
    await queues.create('orders');
    for (const body of ['a', 'b']) await queues.send('orders', body);
    await queues.receive('orders', { MaxNumberOfMessages: 1, VisibilityTimeout: 60 });
    await queues.receive('orders', { MaxNumberOfMessages: 1, VisibilityTimeout: 120 });
    const times: number[] = [];
    const startMs = queues.kernel.clock.now();
    queues.signals.onMessage(arnOf('orders'), () => times.push(queues.kernel.clock.now() - startMs));
    await queues.advance(300);
    expect(times.map((ms) => Math.round(ms / 30_000) * 30)).toEqual([60, 120]);
  });
});

test('a new delay of a FIFO queue applies to the messages in the queue, one of a standard queue does not', async () => {
  await queues.create('orders.fifo', { ...FIFO, DelaySeconds: '900' });
  await queues.create('orders', { DelaySeconds: '900' });
  await queues.send('orders.fifo', 'a', { MessageGroupId: 'g' });
  await queues.send('orders', 'a');
  for (const name of ['orders.fifo', 'orders'])
    await queues.sqs.setQueueAttributes({ QueueUrl: queues.urlOf(name), Attributes: { DelaySeconds: '0' } });
  expect(await queues.bodies('orders.fifo')).toEqual(['a']);
  expect(await queues.bodies('orders')).toEqual([]);
});
