import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Kernel } from '../../../../local/src/core/kernel.ts';
import { createMail } from '../../../../local/src/core/mail/mailbox.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:outcomes';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

let kernel: TestKernel;
beforeEach(async () => {
  kernel = await startKernel((k: Kernel) => [createSqs(k), createSns(k, createMail(k, undefined))]);
  await kernel.as('sqs', 'CreateQueue', { QueueName: 'orders' });
  await sns('CreateTopic', { Name: 'outcomes' });
});
afterEach(() => kernel.stop());

const sns = (action: string, input: Record<string, unknown> = {}) =>
  kernel.as('sns', action, input) as Promise<Record<string, string>>;
const subscribe = (Attributes?: Record<string, string>, Endpoint = QUEUE) =>
  sns('Subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint, ...(Attributes && { Attributes }) });
const received = async (): Promise<Record<string, unknown>[]> => {
  await kernel.inflight.idle();
  const answer = (await kernel.as('sqs', 'ReceiveMessage', {
    QueueUrl: 'http://127.0.0.1:4566/000000000000/orders',
    MaxNumberOfMessages: 10,
    AttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  })) as { Messages?: Record<string, unknown>[] };
  return answer.Messages ?? [];
};

describe('Subscribe for an endpoint that is already subscribed', () => {
  const FILTER = '{"kind":["approved","rejected"]}';

  test.each([
    ['no attributes', undefined],
    ['the filter policy in other white space', { FilterPolicy: '{ "kind": ["approved", "rejected"] }' }],
    ['the default scope', { FilterPolicyScope: 'MessageAttributes' }],
    ['all attributes', { FilterPolicy: FILTER, RawMessageDelivery: 'true' }],
  ])('returns its ARN and changes nothing, given %s', async (_, given) => {
    const { SubscriptionArn } = await subscribe({ FilterPolicy: FILTER, RawMessageDelivery: 'true' });
    expect((await subscribe(given)).SubscriptionArn).toBe(SubscriptionArn);
    expect((await sns('GetSubscriptionAttributes', { SubscriptionArn })).Attributes).toMatchObject({
      FilterPolicy: FILTER,
      RawMessageDelivery: 'true',
    });
  });

  test('compares an attribute that was never set with its default', async () => {
    const { SubscriptionArn } = await subscribe();
    expect((await subscribe({ RawMessageDelivery: 'false' })).SubscriptionArn).toBe(SubscriptionArn);
  });

  test.each([
    ['another value', { RawMessageDelivery: 'false' }],
    ['another filter policy', { FilterPolicy: '{"kind":["approved"]}' }],
    ['an attribute that it does not have', { RedrivePolicy: `{"deadLetterTargetArn":"${QUEUE}"}` }],
  ])('is refused, given %s', async (_, given) => {
    await subscribe({ FilterPolicy: FILTER, RawMessageDelivery: 'true' });
    await expect(subscribe(given)).rejects.toMatchObject({
      code: 'InvalidParameter',
      message: 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    });
  });
});

describe('an invalid subscription', () => {
  test.each([
    [
      { FilterPolicyScope: 'Body' },
      'FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes',
    ],
    [{ RawMessageDelivery: 'yes' }, 'RawMessageDelivery: Invalid value [yes]. Must be true or false.'],
    [{ RedrivePolicy: '{' }, 'RedrivePolicy: failed to parse JSON.'],
    [{ RedrivePolicy: '{"deadLetterTargetArn":"orders"}' }, 'RedrivePolicy: deadLetterTargetArn is an invalid arn'],
    [{ FilterPolicy: '{"a":[{"prefix":7}]}' }, 'FilterPolicy: prefix match pattern must be a string'],
    [{ Sound: 'loud' }, 'AttributeName'],
  ])('with %j is refused by Subscribe, which names its parameter', async (given, reason) => {
    await expect(subscribe(given)).rejects.toThrow(`Invalid parameter: Attributes Reason: ${reason}`);
  });

  test('is refused by SetSubscriptionAttributes without the name of the parameter', async () => {
    const { SubscriptionArn } = await subscribe();
    const set = sns('SetSubscriptionAttributes', {
      SubscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"a":[{"exists":"no"}]}',
    });
    await expect(set).rejects.toThrow(
      'Invalid parameter: FilterPolicy: exists match pattern must be either true or false.',
    );
  });

  test('of a FIFO queue to a standard topic is refused', async () => {
    await expect(subscribe({}, `${QUEUE}.fifo`)).rejects.toThrow(
      'Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  });
});

describe('Publish', () => {
  test.each([
    [
      'an empty value',
      { DataType: 'String', StringValue: '' },
      "must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      'no value',
      { DataType: 'Binary' },
      "must contain non-empty message attribute value for message attribute type 'Binary'.",
    ],
    [
      'an unknown type',
      { DataType: 'Text', StringValue: 'x' },
      'has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.',
    ],
    [
      'a number that is none',
      { DataType: 'Number.int', StringValue: 'ten' },
      "Could not cast message attribute 'a' value to number.",
    ],
  ])('refuses a message attribute with %s', async (_, a, reason) => {
    const publishing = sns('Publish', { TopicArn: TOPIC, Message: 'm', MessageAttributes: { a } });
    await expect(publishing).rejects.toMatchObject({
      code: 'ParameterValueInvalid',
      message: expect.stringContaining(reason),
    });
  });

  test('passes the message group of a message from a standard topic to a queue', async () => {
    await subscribe();
    await sns('Publish', { TopicArn: TOPIC, Message: 'm', MessageGroupId: 'tenant-3' });
    expect(await received()).toMatchObject([{ Attributes: { MessageGroupId: 'tenant-3' } }]);
  });

  test('refuses a deduplication id for a standard topic', async () => {
    await expect(sns('Publish', { TopicArn: TOPIC, Message: 'm', MessageDeduplicationId: 'd' })).rejects.toThrow(
      'Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  });

  test('refuses a batch whose messages are too long together', async () => {
    const PublishBatchRequestEntries = ['a', 'b', 'c'].map((Id) => ({ Id, Message: 'x'.repeat(100_000) }));
    await expect(sns('PublishBatch', { TopicArn: TOPIC, PublishBatchRequestEntries })).rejects.toMatchObject({
      code: 'BatchRequestTooLong',
    });
  });
});

describe('a message with a character that queues refuse', () => {
  test('is escaped in the JSON for a queue', async () => {
    await subscribe();
    await sns('Publish', { TopicArn: TOPIC, Message: 'odd \ufffe one' });
    const [message] = await received();
    expect(JSON.parse(String(message?.Body))).toMatchObject({ Message: 'odd \ufffe one' });
    expect(message?.Body).toContain('odd \\ufffe one');
  });

  test('goes to the dead-letter queue with its reason if the queue gets it raw', async () => {
    await kernel.as('sqs', 'CreateQueue', { QueueName: 'raw' });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: QUEUE });
    await subscribe({ RawMessageDelivery: 'true', RedrivePolicy }, QUEUE.replace('orders', 'raw'));
    await sns('Publish', { TopicArn: TOPIC, Message: 'odd \ufffe one' });
    expect(await received()).toMatchObject([
      { Body: 'odd ? one', MessageAttributes: { ErrorCode: { StringValue: 'InvalidMessageContents' } } },
    ]);
  });
});

describe('a topic', () => {
  test('that exists is returned by CreateTopic, given attributes that it has or that are defaults', async () => {
    await sns('CreateTopic', { Name: 'news', Attributes: { DisplayName: 'News' }, Tags: [{ Key: 'a', Value: '1' }] });
    const TopicArn = TOPIC.replace('outcomes', 'news');
    expect(await sns('CreateTopic', { Name: 'news' })).toEqual({ TopicArn });
    expect(await sns('CreateTopic', { Name: 'news', Attributes: { DisplayName: 'News', FifoTopic: 'false' } })).toEqual(
      {
        TopicArn,
      },
    );
  });

  test.each([
    [{ Attributes: { DisplayName: 'Other' } }, 'Attributes Reason: Topic already exists with different attributes'],
    [{ Attributes: { SignatureVersion: '2' } }, 'Attributes Reason: Topic already exists with different attributes'],
    [{ Tags: [{ Key: 'b', Value: '1' }] }, 'Tags Reason: Topic already exists with different tags'],
  ])('that exists is refused with %j', async (more, reason) => {
    await sns('CreateTopic', { Name: 'news', Attributes: { DisplayName: 'News' }, Tags: [{ Key: 'a', Value: '1' }] });
    await expect(sns('CreateTopic', { Name: 'news', ...more })).rejects.toThrow(`Invalid parameter: ${reason}`);
  });

  test.each([
    ['Publish', { TopicArn: 'news', Message: 'm' }, 'TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    ['Publish', { Message: 'm' }, 'TopicArn or TargetArn Reason: no value for required parameter'],
    [
      'GetSubscriptionAttributes',
      { SubscriptionArn: 'a:b' },
      'SubscriptionArn Reason: An ARN must have at least 6 elements, not 2',
    ],
  ])('%s with %j is refused', async (action, input, reason) => {
    await expect(sns(action, input)).rejects.toThrow(`Invalid parameter: ${reason}`);
  });
});
