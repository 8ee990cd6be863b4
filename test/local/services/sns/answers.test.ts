import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createMail } from '../../../../local/src/core/mail/mailbox.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

// The answers are those of AWS: its API reference, moto's tests, or errors that users of AWS quote in public issues.

let runtime: BehindGateway;
let sns: SNS;
let sqs: SQS;
beforeEach(async () => {
  runtime = await startBehindGateway((kernel) => [createSqs(kernel), createSns(kernel, createMail(kernel, undefined))]);
  sns = new SNS({ ...runtime.client, maxAttempts: 1 });
  sqs = new SQS({ ...runtime.client, maxAttempts: 1 });
});
afterEach(async () => {
  sns.destroy();
  sqs.destroy();
  await runtime.stop();
});

const arnOf = (service: string, name: string, region = 'us-east-1') =>
  `arn:aws:${service}:${region}:000000000000:${name}`;
const topic = async (Name: string, Attributes: Record<string, string> = {}) =>
  (await sns.createTopic({ Name, Attributes })).TopicArn;
const invalid = (message: string) => ({
  name: 'InvalidParameterException',
  message: `Invalid parameter: ${message}`,
});

describe('PublishBatch', () => {
  const subscribedTopic = async (name: string, attributes: Record<string, string> = {}) => {
    await sqs.createQueue({ QueueName: 'inbox' });
    const TopicArn = await topic(name, attributes);
    await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: arnOf('sqs', 'inbox') });
    return TopicArn;
  };
  const received = async () => {
    await runtime.kernel.inflight.idle();
    const QueueUrl = 'inbox';
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
    return Messages.map(({ Body }) => JSON.parse(Body ?? '').Message);
  };

  test('publishes nothing to a FIFO topic if an entry has no group id', async () => {
    const TopicArn = await subscribedTopic('outcomes.fifo', { FifoTopic: 'true' });
    const right = { Id: '1', Message: 'a', MessageGroupId: 'g', MessageDeduplicationId: '1' };
    const wrong = { Id: '2', Message: 'b', MessageDeduplicationId: '2' };
    const published = sns.publishBatch({ TopicArn, PublishBatchRequestEntries: [right, wrong] });
    await expect(published).rejects.toMatchObject(invalid('The MessageGroupId parameter is required for FIFO topics'));
    expect(await received()).toEqual([]);
  });

  test.each([
    ['without a deduplication id', {}, 'InvalidParameter'],
    ['without a value of an attribute', { MessageAttributes: { a: { DataType: 'String' } } }, 'ParameterValueInvalid'],
  ])('refuses an entry %s alone', async (_, wrong, Code) => {
    const TopicArn = await subscribedTopic('outcomes.fifo', { FifoTopic: 'true' });
    const right = { Id: '1', Message: 'a', MessageGroupId: 'g', MessageDeduplicationId: '1' };
    const PublishBatchRequestEntries = [right, { Id: '2', Message: 'b', MessageGroupId: 'g', ...wrong }];
    const { Successful, Failed } = await sns.publishBatch({ TopicArn, PublishBatchRequestEntries });
    expect(Successful).toMatchObject([{ Id: '1' }]);
    expect(Failed).toMatchObject([{ Id: '2', Code, SenderFault: true }]);
    expect(await received()).toEqual(['a']);
  });

  test('delivers one of two entries with the same deduplication id', async () => {
    const TopicArn = await subscribedTopic('outcomes.fifo', { FifoTopic: 'true' });
    const entry = { Message: 'a', MessageGroupId: 'g', MessageDeduplicationId: '1' };
    const PublishBatchRequestEntries = ['1', '2'].map((Id) => ({ Id, ...entry }));
    const { Successful, Failed } = await sns.publishBatch({ TopicArn, PublishBatchRequestEntries });
    expect(Successful?.map(({ Id }) => Id)).toEqual(['1', '2']);
    expect(Successful?.[0]?.MessageId).toBe(Successful?.[1]?.MessageId);
    expect(Failed).toEqual([]);
    expect(await received()).toEqual(['a']);
  });

  test.each([
    [
      'eleven entries',
      Array.from({ length: 11 }, (_, at) => ({ Id: String(at), Message: 'a' })),
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
    ],
    [
      'an id with a space',
      [{ Id: 'one more', Message: 'a' }],
      'InvalidBatchEntryIdException',
      'The Id of a batch entry in a batch request does not abide by the specification.',
    ],
    [
      'attributes that make it too long',
      ['1', '2'].map((Id) => ({
        Id,
        Message: 'a'.repeat(100_000),
        MessageAttributes: { more: { DataType: 'String', StringValue: 'a'.repeat(100_000) } },
      })),
      'BatchRequestTooLongException',
      'The length of all the batch messages put together is more than the limit.',
    ],
  ])('refuses a batch with %s', async (_, PublishBatchRequestEntries, name, message) => {
    const TopicArn = await topic('outcomes');
    const published = sns.publishBatch({ TopicArn, PublishBatchRequestEntries });
    await expect(published).rejects.toMatchObject({ name, message });
  });
});

test('Publish to a phone number is refused by name', async () => {
  await expect(sns.publish({ PhoneNumber: '+4915112345678', Message: 'a' })).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message: expect.stringContaining('PhoneNumber'),
  });
});

describe('A topic', () => {
  test.each([
    ['a FIFO topic without the suffix .fifo', 'outcomes', { FifoTopic: 'true' }],
    ['a standard topic with the suffix .fifo', 'outcomes.fifo', {}],
    ['a dot inside the name of a FIFO topic', 'new.outcomes.fifo', { FifoTopic: 'true' }],
  ])('has an invalid name: %s', async (_, Name, Attributes) => {
    await expect(topic(Name, { ...Attributes })).rejects.toMatchObject(invalid('Topic Name'));
  });

  test('shows the attributes of FIFO topics if it is one', async () => {
    const fifo = await sns.getTopicAttributes({ TopicArn: await topic('outcomes.fifo', { FifoTopic: 'true' }) });
    expect(fifo.Attributes).toMatchObject({ FifoTopic: 'true', ContentBasedDeduplication: 'false' });
    const standard = await sns.getTopicAttributes({ TopicArn: await topic('outcomes', { FifoTopic: 'false' }) });
    expect(standard.Attributes).not.toHaveProperty('FifoTopic');
    expect(standard.Attributes).not.toHaveProperty('ContentBasedDeduplication');
    expect(await topic('outcomes', { FifoTopic: 'false' })).toBe(arnOf('sns', 'outcomes'));
  });

  test('is not found under the ARN of another region', async () => {
    await topic('outcomes');
    const TopicArn = arnOf('sns', 'outcomes', 'eu-central-1');
    const refused = invalid('TopicArn');
    await expect(sns.publish({ TopicArn, Message: 'a' })).rejects.toMatchObject(refused);
    await expect(sns.getTopicAttributes({ TopicArn })).rejects.toMatchObject(refused);
    await expect(
      sns.setTopicAttributes({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'a' }),
    ).rejects.toMatchObject(refused);
    await expect(sns.deleteTopic({ TopicArn })).rejects.toMatchObject(refused);
  });

  test('has at most 50 tags', async () => {
    const tags = (count: number) => Array.from({ length: count }, (_, at) => ({ Key: `key-${at}`, Value: '' }));
    const tooMany = {
      name: 'TagLimitExceededException',
      message: 'Could not complete request: tag quota of per resource exceeded',
    };
    await expect(sns.createTopic({ Name: 'outcomes', Tags: tags(51) })).rejects.toMatchObject(tooMany);
    const { TopicArn: ResourceArn } = await sns.createTopic({ Name: 'outcomes', Tags: tags(50) });
    await sns.tagResource({ ResourceArn, Tags: tags(50) });
    const Tags = [{ Key: 'one-more', Value: '' }];
    await expect(sns.tagResource({ ResourceArn, Tags })).rejects.toMatchObject(tooMany);
    expect((await sns.listTagsForResource({ ResourceArn })).Tags).toHaveLength(50);
  });
});

describe('A subscription', () => {
  test('of a queue needs the ARN of the queue', async () => {
    const TopicArn = await topic('outcomes');
    for (const Endpoint of ['inbox', `${runtime.client.endpoint}/000000000000/inbox`])
      await expect(sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint })).rejects.toMatchObject(
        invalid('SQS endpoint ARN'),
      );
  });

  test('is not removed by Unsubscribe with text that is no ARN', async () => {
    await expect(sns.unsubscribe({ SubscriptionArn: 'pending confirmation' })).rejects.toMatchObject(
      invalid('SubscriptionArn Reason: An ARN must have at least 6 elements, not 1'),
    );
  });

  test('that does not exist is removed without an error', async () => {
    const SubscriptionArn = arnOf('sns', 'outcomes:0b8d6c5e-0000-4000-8000-000000000000');
    await expect(sns.unsubscribe({ SubscriptionArn })).resolves.toMatchObject({});
  });
});
