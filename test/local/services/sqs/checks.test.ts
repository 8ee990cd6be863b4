import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assumedRole } from '../../../../local/src/core/aws/caller.ts';
import { arnOf, FIFO, redriveTo, startQueues, type TestQueues } from './queues.ts';

let queues: TestQueues;
beforeAll(async () => {
  queues = await startQueues();
  await queues.create('orders', { MaximumMessageSize: '1024' });
  await queues.create('orders.fifo', FIFO);
  await queues.create('large');
  await queues.create('private', { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
});
afterAll(() => queues.stop());

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });
const attributes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, text('x')]));

describe('SendMessage rejects', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['an empty body', () => queues.send('orders', ''), 'MissingParameter'],
    ['a control character', () => queues.send('orders', '\u0001'), 'InvalidMessageContents'],
    ['a surrogate without its pair', () => queues.send('orders', 'a\ud800b'), 'InvalidMessageContents'],
    ['a message above the queue’s limit', () => queues.send('orders', 'a'.repeat(1_025)), 'InvalidParameterValue'],
    [
      'attributes that exceed the queue’s limit together with the body',
      () => queues.send('orders', 'a'.repeat(1_000), { MessageAttributes: { colour: text('a'.repeat(20)) } }),
      'InvalidParameterValue',
    ],
    ['a delay above 900 s', () => queues.send('orders', 'a', { DelaySeconds: 901 }), 'InvalidParameterValue'],
    [
      'a delay for a message of a FIFO queue',
      () => queues.send('orders.fifo', 'a', { MessageGroupId: 'g', DelaySeconds: 1 }),
      'InvalidParameterValue',
    ],
    [
      'a deduplication id for a standard queue',
      () => queues.send('orders', 'a', { MessageDeduplicationId: 'd' }),
      'InvalidParameterValue',
    ],
    [
      'a group id of 129 characters',
      () => queues.send('orders', 'a', { MessageGroupId: 'g'.repeat(129) }),
      'InvalidParameterValue',
    ],
    [
      'eleven attributes',
      () => queues.send('orders', 'a', { MessageAttributes: attributes(11) }),
      'InvalidParameterValue',
    ],
    [
      'an empty attribute',
      () => queues.send('orders', 'a', { MessageAttributes: { colour: text('') } }),
      'InvalidParameterValue',
    ],
    [
      'text instead of a number',
      () => queues.send('orders', 'a', { MessageAttributes: { count: text('abc', 'Number') } }),
      'InvalidParameterValue',
    ],
    [
      'a number above 10^126',
      () => queues.send('orders', 'a', { MessageAttributes: { count: text('1e127', 'Number') } }),
      'InvalidParameterValue',
    ],
    [
      'an unknown type of attribute',
      () => queues.send('orders', 'a', { MessageAttributes: { colour: text('red', 'Colour') } }),
      'InvalidParameterValue',
    ],
    [
      'an attribute name with AWS’s prefix',
      () => queues.send('orders', 'a', { MessageAttributes: { 'AWS.colour': text('red') } }),
      'InvalidParameterValue',
    ],
  ])('%s', async (_, send, name) => {
    await expect(send()).rejects.toMatchObject({ name });
  });
});

describe('ReceiveMessage rejects', () => {
  test.each([
    ['eleven messages', { MaxNumberOfMessages: 11 }, 'InvalidParameterValue'],
    ['a visibility timeout above twelve hours', { VisibilityTimeout: 43_201 }, 'InvalidParameterValue'],
    ['a wait above 20 s', { WaitTimeSeconds: 21 }, 'InvalidParameterValue'],
    ['an unknown attribute', { MessageSystemAttributeNames: ['Colour' as 'All'] }, 'InvalidAttributeName'],
    ['an attempt id for a standard queue', { ReceiveRequestAttemptId: 'a' }, 'InvalidParameterValue'],
  ])('%s', async (_, input, name) => {
    await expect(queues.receive('orders', input)).rejects.toMatchObject({ name });
  });
});

describe('A batch is rejected as a whole', () => {
  const entry = (Id: string, MessageBody = 'a') => ({ Id, MessageBody });
  test.each([
    ['without entries', [], 'EmptyBatchRequest'],
    ['with eleven entries', Array.from({ length: 11 }, (_, at) => entry(String(at))), 'TooManyEntriesInBatchRequest'],
    ['with the same id twice', [entry('a'), entry('a')], 'BatchEntryIdsNotDistinct'],
    ['with an id that has a dot', [entry('a.b')], 'InvalidBatchEntryId'],
    [
      'with more than 1 MiB in all',
      [entry('a', 'a'.repeat(600_000)), entry('b', 'a'.repeat(600_000))],
      'BatchRequestTooLong',
    ],
  ])('%s', async (_, Entries, name) => {
    const QueueUrl = queues.urlOf('large');
    await expect(queues.sqs.sendMessageBatch({ QueueUrl, Entries })).rejects.toMatchObject({ name });
    expect(await queues.depth('large')).toEqual(['0', '0', '0']);
  });
});

describe('CreateQueue rejects', () => {
  test.each<[string, string, Record<string, string>, string]>([
    ['a name with a slash', 'a/b', {}, 'InvalidParameterValue'],
    ['a name of 81 characters', 'a'.repeat(81), {}, 'InvalidParameterValue'],
    ['the suffix .fifo without FifoQueue', 'a.fifo', {}, 'InvalidParameterValue'],
    ['FifoQueue without the suffix .fifo', 'a', { FifoQueue: 'true' }, 'InvalidParameterValue'],
    ['an unknown attribute', 'a', { Colour: 'red' }, 'InvalidAttributeName'],
    ['a FIFO attribute of a standard queue', 'a', { ContentBasedDeduplication: 'true' }, 'InvalidAttributeName'],
    ['a visibility timeout above twelve hours', 'a', { VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
    ['a size limit above 1 MiB', 'a', { MaximumMessageSize: '1048577' }, 'InvalidAttributeValue'],
    ['text instead of a number', 'a', { DelaySeconds: 'soon' }, 'InvalidAttributeValue'],
    ['a policy that is no JSON', 'a', { Policy: '{' }, 'InvalidAttributeValue'],
    [
      'perMessageGroupId without the scope messageGroup',
      'a.fifo',
      { ...FIFO, FifoThroughputLimit: 'perMessageGroupId' },
      'InvalidAttributeValue',
    ],
    [
      'a standard dead-letter queue of a FIFO queue',
      'a.fifo',
      { ...FIFO, ...redriveTo('orders', 1) },
      'InvalidParameterValue',
    ],
    ['a maximum of 1,001 receives', 'a', redriveTo('orders', 1_001), 'InvalidParameterValue'],
    ['a dead-letter queue that allows no source', 'a', redriveTo('private', 1), 'InvalidParameterValue'],
    ['a RedriveAllowPolicy without permission', 'a', { RedriveAllowPolicy: '{}' }, 'InvalidParameterValue'],
    ['another value of an attribute of an existing queue', 'orders', { DelaySeconds: '5' }, 'QueueNameExists'],
    ['an attribute that an existing queue does not have', 'orders', { KmsMasterKeyId: 'k' }, 'QueueNameExists'],
  ])('%s', async (_, name, given, error) => {
    await expect(queues.create(name, given)).rejects.toMatchObject({ name: error });
  });
});

test('CreateQueue returns the URL of an existing queue with the same attributes', async () => {
  const { QueueUrl } = await queues.sqs.createQueue({
    QueueName: 'orders',
    Attributes: { MaximumMessageSize: '1024', DelaySeconds: '0' },
  });
  expect(QueueUrl).toBe(queues.urlOf('orders'));
});

test('a dead-letter queue that names its sources accepts them', async () => {
  const policy = { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('source')] };
  await queues.create('some', { RedriveAllowPolicy: JSON.stringify(policy) });
  await queues.create('source', redriveTo('some', 1));
  await expect(queues.create('other', redriveTo('some', 1))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

describe('Messages', () => {
  test('carry the MD5 of their attributes as AWS computes it, of all when sent and of the requested ones when received', async () => {
    const sent = await queues.sqs.sendMessage({
      QueueUrl: queues.urlOf('large'),
      MessageBody: 'Grüße 👍',
      MessageAttributes: {
        colour: text('red'),
        bytes: { DataType: 'Binary', BinaryValue: Uint8Array.from([0, 1]) },
        count: text('7', 'Number.int'),
      },
      MessageSystemAttributes: { AWSTraceHeader: text('Root=1-5759e988-bd862e3fe1be46a994272793') },
    });
    expect(sent.MD5OfMessageAttributes).toBe('8d538fcfbc76aebb9aa20c3a58571a1b');
    expect(sent.MD5OfMessageSystemAttributes).toBe('62a56dd927315f2b2e12832b84617ea5');
    const [message] = await queues.receive('large', {
      MessageAttributeNames: ['col.*', 'colour'],
      MessageSystemAttributeNames: ['AWSTraceHeader', 'SenderId'],
    });
    expect(message).toMatchObject({
      Body: 'Grüße 👍',
      MD5OfMessageAttributes: '0410de28095c8c9ede883953e14dac6c',
      MessageAttributes: { colour: text('red') },
      Attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793', SenderId: '000000000000' },
    });
    expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(['colour']);
  });

  test('carry the role and session of their sender', async () => {
    await queues.create('sent');
    const caller = assumedRole('arn:aws:iam::000000000000:role/sender', 'session-1');
    const input = { QueueUrl: queues.urlOf('sent'), MessageBody: 'a' };
    await queues.kernel.services.callByName('sqs', 'SendMessage', input, caller);
    const [message] = await queues.receive('sent', { MessageSystemAttributeNames: ['SenderId'] });
    expect(message?.Attributes).toEqual({ SenderId: 'sender:session-1' });
  });

  test('keep the group id in a standard queue, which does not lock the group', async () => {
    await queues.create('fair');
    for (const body of ['1', '2']) await queues.send('fair', body, { MessageGroupId: 'customer-7' });
    const input = { MaxNumberOfMessages: 1, MessageSystemAttributeNames: ['MessageGroupId' as const] };
    const [first] = await queues.receive('fair', input);
    expect(first?.Attributes).toEqual({ MessageGroupId: 'customer-7' });
    expect(await queues.bodies('fair')).toEqual(['2']);
  });
});

test('lists of queues have pages if the request has MaxResults', async () => {
  for (const name of ['page-1', 'page-2', 'page-3']) await queues.create(name, redriveTo('large', 5));
  const first = await queues.sqs.listQueues({ QueueNamePrefix: 'page-', MaxResults: 2 });
  expect(first.QueueUrls).toEqual([queues.urlOf('page-1'), queues.urlOf('page-2')]);
  const second = await queues.sqs.listQueues({ QueueNamePrefix: 'page-', MaxResults: 2, NextToken: first.NextToken });
  expect(second).toMatchObject({ QueueUrls: [queues.urlOf('page-3')] });
  expect(second.NextToken).toBeUndefined();
  const sources = await queues.sqs.listDeadLetterSourceQueues({ QueueUrl: queues.urlOf('large'), MaxResults: 1 });
  expect(sources.queueUrls).toEqual([queues.urlOf('page-1')]);
  expect(sources.NextToken).toBeDefined();
});

test('an unknown name in GetQueueAttributes is InvalidAttributeName', async () => {
  const input = { QueueUrl: queues.urlOf('orders'), AttributeNames: ['Colour' as 'All'] };
  await expect(queues.sqs.getQueueAttributes(input)).rejects.toMatchObject({ name: 'InvalidAttributeName' });
});
