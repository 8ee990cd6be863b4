import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createMail } from '../../../../local/src/core/mail/mailbox.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

// https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html

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

const topic = async (Name: string, Attributes: Record<string, string> = {}) =>
  (await sns.createTopic({ Name, Attributes })).TopicArn;
const set = (TopicArn: string | undefined, AttributeName: string, AttributeValue: string) =>
  sns.setTopicAttributes({ TopicArn, AttributeName, AttributeValue });

test('a topic shows its key, which an empty value removes', async () => {
  const TopicArn = await topic('orders', { KmsMasterKeyId: 'alias/aws/sns' });
  expect((await sns.getTopicAttributes({ TopicArn })).Attributes).toMatchObject({ KmsMasterKeyId: 'alias/aws/sns' });
  await set(TopicArn, 'KmsMasterKeyId', '');
  expect((await sns.getTopicAttributes({ TopicArn })).Attributes).not.toHaveProperty('KmsMasterKeyId');
});

test.each([
  ['SignatureVersion', '3'],
  ['TracingConfig', 'On'],
  ['ContentBasedDeduplication', 'yes'],
  ['FifoThroughputScope', 'Queue'],
])('the value of %s = %s is refused', async (name, value) => {
  const TopicArn = await topic('orders.fifo', { FifoTopic: 'true' });
  await expect(set(TopicArn, name, value)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: `Invalid parameter: ${name}`,
  });
});

test.each([
  'SQSSuccessFeedbackRoleArn',
  'LambdaFailureFeedbackRoleArn',
  'HTTPSuccessFeedbackSampleRate',
  'ArchivePolicy',
])('%s is refused by name', async (name) => {
  await expect(set(await topic('orders'), name, '1')).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message: expect.stringContaining(name),
  });
});

test.each(['PutDataProtectionPolicy', 'GetDataProtectionPolicy'])('%s is refused by name', async (action) => {
  const call = runtime.kernel.as('sns', action, { ResourceArn: await topic('orders') });
  await expect(call).rejects.toMatchObject({ code: 'UnsupportedOperation' });
});

describe('a message of a FIFO topic that is repeated', () => {
  const published = async (TopicArn: string | undefined) => {
    const publish = async (MessageGroupId: string) =>
      (await sns.publish({ TopicArn, Message: 'm', MessageGroupId, MessageDeduplicationId: 'd' })).MessageId;
    return [await publish('a'), await publish('a'), await publish('b')];
  };

  /** https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-deduplication.html */
  test('in another group is a new message if the scope is MessageGroup', async () => {
    const TopicArn = await topic('groups.fifo', { FifoTopic: 'true', FifoThroughputScope: 'MessageGroup' });
    expect((await sns.getTopicAttributes({ TopicArn })).Attributes).toMatchObject({
      FifoThroughputScope: 'MessageGroup',
    });
    const [first, second, third] = await published(TopicArn);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('in another group is the same message by default', async () => {
    const [first, second, third] = await published(await topic('orders.fifo', { FifoTopic: 'true' }));
    expect([second, third]).toEqual([first, first]);
  });
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html */
test('the actions on tags do not find a missing topic: ResourceNotFound', async () => {
  const ResourceArn = 'arn:aws:sns:us-east-1:000000000000:missing';
  const missing = { name: 'ResourceNotFoundException', message: 'Resource does not exist' };
  await expect(sns.listTagsForResource({ ResourceArn })).rejects.toMatchObject(missing);
  await expect(sns.tagResource({ ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toMatchObject(missing);
  await expect(sns.untagResource({ ResourceArn, TagKeys: ['a'] })).rejects.toMatchObject(missing);
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html */
test('ConfirmSubscription refuses every token, and finds the topic first', async () => {
  await expect(sns.confirmSubscription({ TopicArn: await topic('orders'), Token: 't' })).rejects.toMatchObject({
    message: 'Invalid parameter: Token',
  });
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:missing';
  await expect(sns.confirmSubscription({ TopicArn, Token: 't' })).rejects.toMatchObject({ name: 'NotFoundException' });
});

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
test.each(['a\tb', 'a\u0000b', 'a\nb', 'a'.repeat(101)])('the subject %j is refused', async (Subject) => {
  const TopicArn = await topic('orders');
  await expect(sns.publish({ TopicArn, Message: 'm', Subject })).rejects.toMatchObject({
    message: 'Invalid parameter: Subject',
  });
});
