import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arnOf, FIFO, redriveTo, startQueues, type TestQueues } from './queues.ts';

const NAME = 'orders.fifo';
const group = (MessageGroupId: string) => ({ MessageGroupId });

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues();
});
afterEach(() => queues.stop());

const sendAll = async (name: string, texts: readonly string[]): Promise<void> => {
  for (const text of texts) await queues.send(name, text, group(text.charAt(0)));
};

describe('A receive of a FIFO queue', () => {
  beforeEach(() => queues.create(NAME, FIFO));

  test('returns up to ten messages of one group in the order of sending', async () => {
    await sendAll(NAME, ['a1', 'a2', 'a3', 'a4', 'a5']);
    expect(await queues.bodies(NAME)).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
  });

  test('returns messages of several groups, each group in order', async () => {
    await sendAll(NAME, ['a1', 'b1', 'a2', 'b2']);
    expect(await queues.bodies(NAME)).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  test('skips a group until all its messages in flight are deleted or visible again', async () => {
    await sendAll(NAME, ['a1', 'a2', 'a3', 'b1']);
    const [first, second] = await queues.receive(NAME, { MaxNumberOfMessages: 2 });
    expect(await queues.bodies(NAME)).toEqual(['b1']);
    await queues.remove(NAME, second);
    expect(await queues.bodies(NAME)).toEqual([]);
    const handle = { QueueUrl: queues.urlOf(NAME), ReceiptHandle: first?.ReceiptHandle };
    await queues.sqs.changeMessageVisibility({ ...handle, VisibilityTimeout: 0 });
    expect(await queues.bodies(NAME)).toEqual(['a1', 'a3']);
  });

  test('continues with a group when the visibility timeout of its messages ends', async () => {
    await sendAll(NAME, ['a1', 'a2']);
    await queues.receive(NAME, { MaxNumberOfMessages: 1, VisibilityTimeout: 10 });
    await queues.advance(10);
    expect(await queues.bodies(NAME)).toEqual(['a1', 'a2']);
  });

  test('continues with a group whose first message is older than the retention period', async () => {
    await queues.sqs.setQueueAttributes({
      QueueUrl: queues.urlOf(NAME),
      Attributes: { MessageRetentionPeriod: '3600' },
    });
    await queues.send(NAME, 'a1', group('a'));
    await queues.advance(3_000);
    await queues.send(NAME, 'a2', group('a'));
    await queues.advance(1_000);
    expect(await queues.bodies(NAME)).toEqual(['a2']);
  });

  test('with the attempt id of an earlier receive returns the same messages and receipt handles', async () => {
    await sendAll(NAME, ['a1', 'a2', 'b1']);
    const attempt = { ReceiveRequestAttemptId: 'attempt-1', MaxNumberOfMessages: 2 };
    const first = await queues.receive(NAME, attempt);
    expect(await queues.receive(NAME, attempt)).toEqual(first);
    expect(await queues.bodies(NAME)).toEqual(['b1']);
    await queues.remove(NAME, first[0]);
    expect(await queues.receive(NAME, attempt)).toEqual([]);
  });
});

describe('Deduplication', () => {
  test('compares ids within a message group if the scope is messageGroup', async () => {
    await queues.create(NAME, {
      ...FIFO,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    for (const name of ['a', 'b', 'a']) await queues.send(NAME, 'same', group(name));
    expect(await queues.bodies(NAME)).toEqual(['same', 'same']);
  });

  test('compares ids within the queue by default, also for another body', async () => {
    await queues.create(NAME, FIFO);
    const MessageDeduplicationId = 'id-1';
    await queues.send(NAME, 'first', { ...group('a'), MessageDeduplicationId });
    await queues.send(NAME, 'second', { ...group('b'), MessageDeduplicationId });
    expect(await queues.bodies(NAME)).toEqual(['first']);
  });

  test('needs an id or ContentBasedDeduplication', async () => {
    await queues.create(NAME, { FifoQueue: 'true' });
    await expect(queues.send(NAME, 'a', group('a'))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(queues.send(NAME, 'a')).rejects.toMatchObject({ name: 'MissingParameter' });
  });
});

test('sequence numbers have 20 digits and increase', async () => {
  await queues.create(NAME, FIFO);
  const { SequenceNumber: first = '' } = await queues.send(NAME, '1', group('a'));
  const { SequenceNumber: second = '' } = await queues.send(NAME, '2', group('b'));
  expect([first, second].filter((each) => /^\d{20}$/.test(each))).toHaveLength(2);
  expect(second > first).toBe(true);
});

test('a message received too often goes to the FIFO dead-letter queue, and the next message of its group can be received', async () => {
  await queues.create('dead.fifo', FIFO);
  await queues.create(NAME, { ...FIFO, ...redriveTo('dead.fifo', 1), VisibilityTimeout: '30' });
  await sendAll(NAME, ['a1', 'a2']);
  await queues.receive(NAME, { MaxNumberOfMessages: 1 });
  await queues.advance(30);
  expect(await queues.bodies(NAME, { WaitTimeSeconds: 5 })).toEqual(['a2']);
  const [dead] = await queues.receive('dead.fifo', { MessageSystemAttributeNames: ['All'] });
  expect(dead).toMatchObject({
    Body: 'a1',
    Attributes: { MessageGroupId: 'a', ApproximateReceiveCount: '2', DeadLetterQueueSourceArn: arnOf(NAME) },
  });
});
