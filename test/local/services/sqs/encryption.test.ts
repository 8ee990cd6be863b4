import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startQueues, type TestQueues } from './queues.ts';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html: only one kind of
// server-side encryption is supported for a queue.

const KEY = 'alias/aws/sqs';

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues();
});
afterEach(() => queues.stop());

/** The attributes KmsMasterKeyId, KmsDataKeyReusePeriodSeconds and SqsManagedSseEnabled. */
const encryption = (name: string) =>
  Promise.all(
    ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'].map((attribute) =>
      queues.attribute(name, attribute),
    ),
  );
const set = (name: string, Attributes: Record<string, string>) =>
  queues.sqs.setQueueAttributes({ QueueUrl: queues.urlOf(name), Attributes });

test('a new queue is encrypted by SQS, or with the key that it names', async () => {
  await queues.create('usual');
  expect(await encryption('usual')).toEqual([undefined, undefined, 'true']);
  await queues.create('open', { SqsManagedSseEnabled: 'false' });
  expect(await encryption('open')).toEqual([undefined, undefined, 'false']);
  await queues.create('keyed', { KmsMasterKeyId: KEY });
  expect(await encryption('keyed')).toEqual([KEY, '300', 'false']);
  await queues.create('longer', { KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: '86400' });
  expect(await encryption('longer')).toEqual([KEY, '86400', 'false']);
});

test('a key switches the encryption by SQS off, and the encryption by SQS removes the key', async () => {
  await queues.create('orders');
  await set('orders', { KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: '60' });
  expect(await encryption('orders')).toEqual([KEY, '60', 'false']);
  await set('orders', { SqsManagedSseEnabled: 'true' });
  expect(await encryption('orders')).toEqual([undefined, undefined, 'true']);
  await set('orders', { KmsMasterKeyId: KEY });
  expect(await encryption('orders')).toEqual([KEY, '300', 'false']);
  await set('orders', { KmsMasterKeyId: '' });
  expect(await encryption('orders')).toEqual([undefined, undefined, 'false']);
});

test('the reuse period of data keys is ignored without a key', async () => {
  await queues.create('orders', { KmsDataKeyReusePeriodSeconds: '600' });
  expect(await encryption('orders')).toEqual([undefined, undefined, 'true']);
});

test('two kinds of encryption in one request are refused', async () => {
  const both = { KmsMasterKeyId: KEY, SqsManagedSseEnabled: 'true' };
  const refused = {
    name: 'InvalidAttributeName',
    message:
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
  };
  await expect(queues.create('orders', both)).rejects.toMatchObject(refused);
  await queues.create('orders');
  await expect(set('orders', both)).rejects.toMatchObject(refused);
});

test('CreateQueue compares the encryption of an existing queue', async () => {
  await queues.create('orders');
  await queues.create('orders', { SqsManagedSseEnabled: 'true' });
  await expect(queues.create('orders', { KmsMasterKeyId: KEY })).rejects.toMatchObject({ name: 'QueueNameExists' });
  await queues.create('keyed', { KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: '60' });
  await queues.create('keyed', { KmsMasterKeyId: KEY });
});

test.each([
  ['KmsDataKeyReusePeriodSeconds', '59'],
  ['KmsDataKeyReusePeriodSeconds', '86401'],
  ['SqsManagedSseEnabled', 'yes'],
  ['DelaySeconds', '901'],
  ['Policy', '{'],
])('the value of %s = %s is refused in the words of SQS', async (name, value) => {
  await queues.create('orders');
  await expect(set('orders', { KmsMasterKeyId: KEY, [name]: value })).rejects.toMatchObject({
    name: 'InvalidAttributeValue',
    message: `Invalid value for the parameter ${name}.`,
  });
});

test('SetQueueAttributes without an attribute is refused', async () => {
  await queues.create('orders');
  await expect(set('orders', {})).rejects.toMatchObject({
    message: 'The request must contain the parameter Attribute.Name.',
  });
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
test('a policy has at most 20 statements', async () => {
  await queues.create('orders');
  const QueueUrl = queues.urlOf('orders');
  const permit = (Label: string) =>
    queues.sqs.addPermission({ QueueUrl, Label, AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] });
  for (let at = 0; at < 20; at += 1) await permit(`label-${at}`);
  const refused = {
    name: 'OverLimit',
    message: '21 statements were found in the submitted policy, max allowed is 20',
  };
  await expect(permit('one-more')).rejects.toMatchObject(refused);
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: Array(21).fill(statement) });
  await expect(set('orders', { Policy })).rejects.toMatchObject(refused);
});
