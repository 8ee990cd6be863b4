import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arnOf, FIFO, startQueues, type TestQueues } from './queues.ts';

// The answers are those of AWS: its API reference, moto's tests, or errors that users of AWS quote in public issues.

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues();
  await queues.create('orders');
});
afterEach(() => queues.stop());

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });
const entry = (Id: string, more: object = {}) => ({ Id, MessageBody: Id, ...more });

test('A queue name alone is accepted as QueueUrl', async () => {
  await queues.sqs.sendMessage({ QueueUrl: 'orders', MessageBody: 'a' });
  expect((await queues.sqs.receiveMessage({ QueueUrl: 'orders' })).Messages).toMatchObject([{ Body: 'a' }]);
  await expect(queues.sqs.purgeQueue({ QueueUrl: 'missing' })).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

describe('A response has no member for an empty result', () => {
  test('of ListQueues', async () => {
    expect(await queues.sqs.listQueues({ QueueNamePrefix: 'none' })).not.toHaveProperty('QueueUrls');
  });

  test('of GetQueueAttributes without names', async () => {
    const QueueUrl = queues.urlOf('orders');
    expect(await queues.sqs.getQueueAttributes({ QueueUrl })).not.toHaveProperty('Attributes');
  });
});

test('An empty batch is refused with the name of its entries', async () => {
  const batch = { QueueUrl: queues.urlOf('orders'), Entries: [] };
  const refused = (name: string) => ({
    name: 'EmptyBatchRequest',
    message: `There should be at least one ${name} in the request.`,
  });
  await expect(queues.sqs.sendMessageBatch(batch)).rejects.toMatchObject(refused('SendMessageBatchRequestEntry'));
  await expect(queues.sqs.deleteMessageBatch(batch)).rejects.toMatchObject(refused('DeleteMessageBatchRequestEntry'));
  await expect(queues.sqs.changeMessageVisibilityBatch(batch)).rejects.toMatchObject(
    refused('ChangeMessageVisibilityBatchRequestEntry'),
  );
});

describe('A batch to a FIFO queue is refused as a whole', () => {
  test.each([
    ['without a group id', { MessageDeduplicationId: 'a' }, 'The request must contain the parameter MessageGroupId.'],
    [
      'without a deduplication id, if the queue does not compute it',
      { MessageGroupId: 'a' },
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    ],
  ])('%s', async (_, incomplete, message) => {
    await queues.create('orders.fifo', { FifoQueue: 'true' });
    const complete = { MessageGroupId: 'a', MessageDeduplicationId: 'b' };
    const Entries = [entry('1', complete), entry('2', incomplete)];
    const sent = queues.sqs.sendMessageBatch({ QueueUrl: queues.urlOf('orders.fifo'), Entries });
    await expect(sent).rejects.toMatchObject({ name: 'InvalidParameterValue', message });
    expect(await queues.depth('orders.fifo')).toEqual(['0', '0', '0']);
  });

  test('but an entry with a delay is refused alone', async () => {
    await queues.create('orders.fifo', FIFO);
    const group = { MessageGroupId: 'a' };
    const Entries = [entry('1', group), entry('2', { ...group, DelaySeconds: 5 })];
    const { Failed } = await queues.sqs.sendMessageBatch({ QueueUrl: queues.urlOf('orders.fifo'), Entries });
    expect(Failed).toMatchObject([{ Id: '2', Code: 'InvalidParameterValue' }]);
    expect(await queues.bodies('orders.fifo')).toEqual(['1']);
  });
});

describe('The type of a queue is fixed when it is created', () => {
  const unknown = { name: 'InvalidAttributeName', message: 'Unknown Attribute FifoQueue.' };
  const set = (name: string, Attributes: Record<string, string>) =>
    queues.sqs.setQueueAttributes({ QueueUrl: queues.urlOf(name), Attributes });

  test('A standard queue does not know the attribute FifoQueue, not even as false', async () => {
    await expect(queues.create('a', { FifoQueue: 'false' })).rejects.toMatchObject(unknown);
    for (const FifoQueue of ['true', 'false'])
      await expect(set('orders', { FifoQueue })).rejects.toMatchObject(unknown);
  });

  test('A FIFO queue cannot become a standard queue', async () => {
    await queues.create('orders.fifo', FIFO);
    await expect(set('orders.fifo', { FifoQueue: 'false' })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
    });
  });
});

describe('A message attribute is refused', () => {
  test.each([
    ['without a value', text(''), "Message (user) attribute 'colour' must contain a non-empty value of type 'String'."],
    [
      'with an unknown type',
      text('red', 'Colour'),
      "The type of message (user) attribute 'colour' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
    ],
    [
      'without a type',
      text('red', ''),
      "The message attribute 'colour' must contain non-empty message attribute type.",
    ],
  ])('%s', async (_, colour, message) => {
    await expect(queues.send('orders', 'a', { MessageAttributes: { colour } })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message,
    });
  });
});

test('The maxReceiveCount of a redrive policy can be given as text and is returned as a number', async () => {
  const policy = (maxReceiveCount: unknown) =>
    JSON.stringify({ deadLetterTargetArn: arnOf('orders'), maxReceiveCount });
  await queues.create('source', { RedrivePolicy: policy('3') });
  expect(await queues.attribute('source', 'RedrivePolicy')).toBe(policy(3));
  await queues.create('source', { RedrivePolicy: policy('3') });
  await queues.sqs.setQueueAttributes({
    QueueUrl: queues.urlOf('source'),
    Attributes: { RedrivePolicy: policy('7') },
  });
  expect(await queues.attribute('source', 'RedrivePolicy')).toBe(policy(7));
  await expect(queues.create('other', { RedrivePolicy: policy('many') })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
});

describe('A receive returns the message attributes that it names', () => {
  test.each([
    ['by a prefix, whether or not a dot follows in the name', 'col.*', ['col.our', 'colour']],
    ['by a prefix that is also a name', 'colour.*', ['colour']],
    ['all, by .*', '.*', ['col.our', 'colour', 'size']],
    ['none, by the start of a name', 'col', []],
  ])('%s', async (_, name, expected) => {
    const MessageAttributes = { colour: text('red'), 'col.our': text('blue'), size: text('7', 'Number') };
    await queues.send('orders', 'a', { MessageAttributes });
    const [message] = await queues.receive('orders', { MessageAttributeNames: [name] });
    expect(Object.keys(message?.MessageAttributes ?? {}).toSorted()).toEqual(expected);
  });
});
