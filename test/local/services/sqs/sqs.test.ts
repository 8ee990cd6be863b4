import { afterEach, describe, expect, test } from '@jest/globals';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const URL_OF = (name: string) => `http://127.0.0.1:4566/000000000000/${name}`;
const ARN_OF = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

interface Received {
  MessageId: string;
  Body: string;
  ReceiptHandle: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: Record<string, unknown>;
}

let kernel: TestKernel;
const start = async (options: { dataDir?: string } = {}) => {
  kernel = await startKernel((k) => [createSqs(k)], options);
  return kernel;
};
const sqs = (action: string, input: Record<string, unknown> = {}) => kernel.as('sqs', action, input);
const send = (name: string, body: string, more: Record<string, unknown> = {}) =>
  sqs('SendMessage', { QueueUrl: URL_OF(name), MessageBody: body, ...more }) as Promise<Record<string, string>>;
const receive = async (name: string, more: Record<string, unknown> = {}): Promise<Received[]> => {
  const answer = (await sqs('ReceiveMessage', { QueueUrl: URL_OF(name), MaxNumberOfMessages: 10, ...more })) as {
    Messages?: Received[];
  };
  return answer.Messages ?? [];
};
const bodies = (messages: Received[]) => messages.map(({ Body }) => Body);
const attribute = async (name: string, attributeName: string) => {
  const answer = (await sqs('GetQueueAttributes', { QueueUrl: URL_OF(name), AttributeNames: [attributeName] })) as {
    Attributes: Record<string, string>;
  };
  return answer.Attributes[attributeName];
};

const directories: string[] = [];
const directory = () => {
  const made = temporaryDirectory();
  directories.push(made);
  return made;
};

afterEach(async () => {
  await kernel.stop();
  for (const made of directories.splice(0)) removeDirectory(made);
});

describe('queues', () => {
  test('a created queue has the gateway’s host in its URL and returns its ARN', async () => {
    await start();
    expect(await sqs('CreateQueue', { QueueName: 'orders' })).toEqual({ QueueUrl: URL_OF('orders') });
    expect(await attribute('orders', 'QueueArn')).toBe('arn:aws:sqs:us-east-1:000000000000:orders');
    expect(await sqs('ListQueues')).toEqual({ QueueUrls: [URL_OF('orders')] });
  });

  test('the latest receipt handle deletes a message that is visible again, an earlier one does not', async () => {
    await start({ dataDir: directory() });
    await sqs('CreateQueue', { QueueName: 'late', Attributes: { VisibilityTimeout: '0' } });
    await send('late', 'one');
    const [first] = await receive('late');
    const [second] = await receive('late');
    await sqs('DeleteMessage', { QueueUrl: URL_OF('late'), ReceiptHandle: first?.ReceiptHandle });
    expect(await attribute('late', 'ApproximateNumberOfMessages')).toBe('1');
    const Entries = [{ Id: 'a', ReceiptHandle: second?.ReceiptHandle }];
    expect(await sqs('DeleteMessageBatch', { QueueUrl: URL_OF('late'), Entries })).toMatchObject({
      Successful: [{ Id: 'a' }],
    });
    expect(await receive('late')).toEqual([]);
  });

  test('a queue URL with another host or port selects the queue by its last two path segments', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    await sqs('SendMessage', {
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/000000000000/orders',
      MessageBody: 'hello',
    });
    expect(bodies(await receive('orders'))).toEqual(['hello']);
  });

  test('a missing queue and a queue of another account are QueueDoesNotExist', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    const expected = { code: 'QueueDoesNotExist', message: 'The specified queue does not exist.', statusCode: 400 };
    await expect(send('nobody', 'x')).rejects.toMatchObject(expected);
    await expect(sqs('PurgeQueue', { QueueUrl: 'http://127.0.0.1:4566/111111111111/orders' })).rejects.toMatchObject(
      expected,
    );
  });

  test('a redrive policy must name an existing queue', async () => {
    await start();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: ARN_OF('nobody'), maxReceiveCount: 3 });
    await expect(sqs('CreateQueue', { QueueName: 'orders', Attributes: { RedrivePolicy } })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining('Dead letter target does not exist.'),
    });
  });

  test('an attribute set to the empty string is removed, also after a restart', async () => {
    const dataDir = directory();
    await start({ dataDir });
    await sqs('CreateQueue', { QueueName: 'orders', Attributes: { Policy: '{"Statement":[]}' } });
    const Attributes = { KmsMasterKeyId: 'alias/aws/sqs', Policy: '' };
    await sqs('SetQueueAttributes', { QueueUrl: URL_OF('orders'), Attributes });
    await kernel.stop();
    await start({ dataDir });
    expect(await attribute('orders', 'Policy')).toBeUndefined();
    expect(await attribute('orders', 'KmsMasterKeyId')).toBe('alias/aws/sqs');
  });

  test('AddPermission and RemovePermission change the policy by statement', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    const change = (action: string, input: object) => sqs(action, { QueueUrl: URL_OF('orders'), ...input });
    const shared = { AWSAccountIds: ['111122223333'], Actions: ['SendMessage', 'ReceiveMessage'] };
    await change('AddPermission', { Label: 'partner', ...shared });
    await change('AddPermission', { Label: 'all', AWSAccountIds: ['111122223333', '444455556666'], Actions: ['*'] });
    const first = {
      Sid: 'partner',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: ['SQS:SendMessage', 'SQS:ReceiveMessage'],
      Resource: 'arn:aws:sqs:us-east-1:000000000000:orders',
    };
    expect(JSON.parse(String(await attribute('orders', 'Policy')))).toMatchObject({
      Version: '2008-10-17',
      Id: 'arn:aws:sqs:us-east-1:000000000000:orders/SQSDefaultPolicy',
      Statement: [first, { Sid: 'all', Action: 'SQS:*' }],
    });
    await change('RemovePermission', { Label: 'all' });
    expect(JSON.parse(String(await attribute('orders', 'Policy')))).toMatchObject({ Statement: [first] });
    await change('RemovePermission', { Label: 'partner' });
    expect(await attribute('orders', 'Policy')).toBeUndefined();
  });

  test.each([
    ['AddPermission', { Label: 'a b' }, 'Value a b for parameter Label is invalid.'],
    ['AddPermission', { Actions: ['CreateQueue'] }, 'Only the queue owner is allowed to invoke this action.'],
    [
      'AddPermission',
      { AWSAccountIds: ['12'] },
      'Value [12] for parameter PrincipalId is invalid. Reason: Unable to verify.',
    ],
    ['RemovePermission', {}, "Value new for parameter Label is invalid. Reason: can't find label on existing policy."],
  ])('%s with %j is refused', async (action, more, reason) => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    const input = {
      QueueUrl: URL_OF('orders'),
      Label: 'new',
      AWSAccountIds: ['111122223333'],
      Actions: ['SendMessage'],
    };
    await expect(sqs(action, { ...input, ...more })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining(reason),
    });
  });
});

describe('messages', () => {
  test('a message attribute is returned only if the request names it', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders', Attributes: { VisibilityTimeout: '0' } });
    await send('orders', 'x', { MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' } } });
    expect((await receive('orders'))[0]?.MessageAttributes).toBeUndefined();
    expect((await receive('orders', { MessageAttributeNames: ['All'] }))[0]?.MessageAttributes).toEqual({
      colour: { DataType: 'String', StringValue: 'red' },
    });
  });

  test('a received message is hidden until its visibility is set to zero', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    await send('orders', 'x');
    const [message] = await receive('orders');
    expect(await receive('orders')).toEqual([]);
    await sqs('ChangeMessageVisibility', {
      QueueUrl: URL_OF('orders'),
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    const [again] = await receive('orders', { AttributeNames: ['ApproximateReceiveCount'] });
    expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  test('a long poll answers as soon as a message is sent', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    const waiting = receive('orders', { WaitTimeSeconds: 20 });
    await send('orders', 'late');
    expect(bodies(await waiting)).toEqual(['late']);
  });

  test('a long poll continues if another one received the message', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    const polls = [receive('orders', { WaitTimeSeconds: 20 }), receive('orders', { WaitTimeSeconds: 20 })];
    await send('orders', 'first');
    const first = await Promise.race(polls);
    await send('orders', 'second');
    expect(bodies(first)).toEqual(['first']);
    expect((await Promise.all(polls)).flatMap(bodies).sort()).toEqual(['first', 'second']);
  });

  test('a long poll of a disconnected client receives no message', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders' });
    const gone = new AbortController();
    const waiting = kernel.services.callByName(
      'sqs',
      'ReceiveMessage',
      { QueueUrl: URL_OF('orders'), WaitTimeSeconds: 20 },
      kernel.identities.administrator(),
      { requestId: 'r', signal: gone.signal },
    );
    gone.abort();
    expect(await waiting).toEqual({});
    await send('orders', 'kept');
    expect(bodies(await receive('orders'))).toEqual(['kept']);
  });

  test('listeners are called when a visibility timeout ends', async () => {
    let listener = () => {};
    kernel = await startKernel((k) => {
      const part = createSqs(k);
      part.onMessage(ARN_OF('orders'), () => listener());
      return [part];
    });
    await sqs('CreateQueue', { QueueName: 'orders' });
    await send('orders', 'x');
    expect(await receive('orders', { VisibilityTimeout: 1 })).toHaveLength(1);
    await new Promise<void>((announced) => {
      listener = announced;
    });
    expect(bodies(await receive('orders'))).toEqual(['x']);
  });

  test('a message received too often goes to the dead-letter queue, and a move task moves it back', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'dead' });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: ARN_OF('dead'), maxReceiveCount: 2 });
    await sqs('CreateQueue', { QueueName: 'orders', Attributes: { RedrivePolicy, VisibilityTimeout: '0' } });
    await send('orders', 'poison');
    expect(bodies(await receive('orders'))).toEqual(['poison']);
    expect(bodies(await receive('orders'))).toEqual(['poison']);
    expect(await receive('orders')).toEqual([]);
    const [dead] = await receive('dead', { AttributeNames: ['DeadLetterQueueSourceArn'], VisibilityTimeout: 0 });
    expect(dead).toMatchObject({ Body: 'poison', Attributes: { DeadLetterQueueSourceArn: ARN_OF('orders') } });
    expect(await sqs('ListDeadLetterSourceQueues', { QueueUrl: URL_OF('dead') })).toEqual({
      queueUrls: [URL_OF('orders')],
    });
    await sqs('StartMessageMoveTask', { SourceArn: ARN_OF('dead') });
    expect(await sqs('ListMessageMoveTasks', { SourceArn: ARN_OF('dead') })).toMatchObject({
      Results: [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }],
    });
    expect(bodies(await receive('orders'))).toEqual(['poison']);
  });
});

describe('FIFO queues', () => {
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

  test('keep the order within a group and block the group while one of its messages is in flight', async () => {
    await start();
    await sqs('CreateQueue', { QueueName: 'orders.fifo', Attributes: fifo });
    for (const body of ['1', '2']) await send('orders.fifo', body, { MessageGroupId: 'a' });
    const [first] = await receive('orders.fifo', { MaxNumberOfMessages: 1 });
    expect(first?.Body).toBe('1');
    expect(await receive('orders.fifo')).toEqual([]);
    const next = receive('orders.fifo', { WaitTimeSeconds: 20 });
    await sqs('DeleteMessage', { QueueUrl: URL_OF('orders.fifo'), ReceiptHandle: first?.ReceiptHandle });
    expect(bodies(await next)).toEqual(['2']);
  });

  test('accept a message once within five minutes, also across a restart and after it was deleted', async () => {
    const dataDir = directory();
    await start({ dataDir });
    await sqs('CreateQueue', { QueueName: 'orders.fifo', Attributes: fifo });
    const sent = await send('orders.fifo', 'once', { MessageGroupId: 'a' });
    const [message] = await receive('orders.fifo');
    await sqs('DeleteMessage', { QueueUrl: URL_OF('orders.fifo'), ReceiptHandle: message?.ReceiptHandle });
    await kernel.stop();
    await start({ dataDir });
    const again = await send('orders.fifo', 'once', { MessageGroupId: 'a' });
    expect(again.MessageId).toBe(sent.MessageId);
    expect(await receive('orders.fifo')).toEqual([]);
  });
});

describe('after a restart', () => {
  test('messages have the same order, receive counts and visibility as before', async () => {
    const dataDir = directory();
    await start({ dataDir });
    await sqs('CreateQueue', { QueueName: 'orders', tags: { team: 'a' } });
    for (const body of ['hidden', 'second', 'third']) await send('orders', body);
    const [hidden] = await receive('orders', { MaxNumberOfMessages: 1, VisibilityTimeout: 600 });
    const [shown] = await receive('orders', { MaxNumberOfMessages: 1 });
    await sqs('ChangeMessageVisibility', {
      QueueUrl: URL_OF('orders'),
      ReceiptHandle: shown?.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    await sqs('TagQueue', { QueueUrl: URL_OF('orders'), Tags: { stage: 'test' } });
    await kernel.stop();
    await start({ dataDir });
    const messages = await receive('orders', { AttributeNames: ['ApproximateReceiveCount'] });
    expect(messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
      ['second', '2'],
      ['third', '1'],
    ]);
    expect(await sqs('ListQueueTags', { QueueUrl: URL_OF('orders') })).toEqual({
      Tags: { team: 'a', stage: 'test' },
    });
    await sqs('DeleteMessage', { QueueUrl: URL_OF('orders'), ReceiptHandle: hidden?.ReceiptHandle });
    expect(await attribute('orders', 'ApproximateNumberOfMessagesNotVisible')).toBe('2');
  });

  test('messages older than the retention period are deleted', async () => {
    const dataDir = directory();
    await start({ dataDir });
    await sqs('CreateQueue', { QueueName: 'orders', Attributes: { MessageRetentionPeriod: '60' } });
    await send('orders', 'old');
    await kernel.timers.advance(61_000);
    await send('orders', 'young');
    await kernel.stop();
    await start({ dataDir });
    expect(bodies(await receive('orders'))).toEqual(['young']);
    expect(kernel.store.prepare('SELECT COUNT(*) AS n FROM sqs_messages').get()).toEqual({ n: 1 });
  });

  test('a deleted queue and its messages stay deleted', async () => {
    const dataDir = directory();
    await start({ dataDir });
    await sqs('CreateQueue', { QueueName: 'orders' });
    await send('orders', 'x');
    await sqs('DeleteQueue', { QueueUrl: URL_OF('orders') });
    await kernel.stop();
    await start({ dataDir });
    expect(await sqs('ListQueues')).toEqual({});
    await kernel.timers.advance(60_000);
    await sqs('CreateQueue', { QueueName: 'orders' });
    expect(await receive('orders')).toEqual([]);
  });
});
