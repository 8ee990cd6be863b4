import { afterEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import type { Kernel } from '../../../../local/src/core/kernel.ts';
import { createMail, type Mailbox } from '../../../../local/src/core/mail/mailbox.ts';
import type { ServiceModule } from '../../../../local/src/core/service.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:outcomes';
const QUEUE = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:notify';
const URL_OF = (name: string) => `http://127.0.0.1:4566/000000000000/${name}`;

/** Functions that record their invocations, or fail as the test sets. */
interface FakeFunctions {
  readonly invocations: Record<string, unknown>[];
  failWith: Error | undefined;
}

const fakeLambda = (functions: FakeFunctions): ServiceModule => ({
  service: {
    name: 'lambda',
    actions: {
      Invoke: (input) => {
        if (functions.failWith) throw functions.failWith;
        functions.invocations.push(input);
        return { StatusCode: 202 };
      },
    },
    protocols: [],
  },
});

let kernel: TestKernel;
let mailbox: Mailbox;
let functions: FakeFunctions;
const start = async (options: { dataDir?: string; mail?: (mailbox: Mailbox) => Mailbox } = {}) => {
  functions = { invocations: [], failWith: undefined };
  kernel = await startKernel(
    (k: Kernel) => {
      mailbox = createMail(k, undefined);
      return [createSqs(k), fakeLambda(functions), createSns(k, options.mail?.(mailbox) ?? mailbox)];
    },
    options.dataDir ? { dataDir: options.dataDir } : {},
  );
};
const sns = (action: string, input: Record<string, unknown> = {}) =>
  kernel.as('sns', action, input) as Promise<Record<string, string>>;
const subscribe = (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
  sns('Subscribe', { TopicArn: TOPIC, Protocol, Endpoint, Attributes });
const queue = (QueueName: string, Attributes = {}) => kernel.as('sqs', 'CreateQueue', { QueueName, Attributes });
const receive = async (name: string): Promise<Record<string, string>[]> => {
  await kernel.inflight.idle();
  const input = { QueueUrl: URL_OF(name), MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const answer = (await kernel.as('sqs', 'ReceiveMessage', input)) as { Messages?: Record<string, string>[] };
  return answer.Messages ?? [];
};

const directories: string[] = [];
afterEach(async () => {
  await kernel.stop();
  for (const made of directories.splice(0)) removeDirectory(made);
});

describe('topics', () => {
  test('are created once, and creating one again with other attributes fails', async () => {
    await start();
    expect(await sns('CreateTopic', { Name: 'outcomes', Attributes: { DisplayName: 'Outcomes' } })).toEqual({
      TopicArn: TOPIC,
    });
    expect(await sns('CreateTopic', { Name: 'outcomes' })).toEqual({ TopicArn: TOPIC });
    await expect(sns('CreateTopic', { Name: 'outcomes', Attributes: { DisplayName: 'x' } })).rejects.toMatchObject({
      code: 'InvalidParameter',
      message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    });
    expect(await sns('ListTopics')).toEqual({ Topics: [{ TopicArn: TOPIC }] });
  });

  test('that do not exist answer NotFound', async () => {
    await start();
    await expect(sns('Publish', { TopicArn: TOPIC, Message: 'x' })).rejects.toMatchObject({
      code: 'NotFound',
      message: 'Topic does not exist',
      statusCode: 404,
    });
  });

  test('reject subscriptions with an unsupported protocol by name', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    await expect(subscribe('sms', '+3100000000')).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: 'The subscription protocol sms of SNS is not supported by the one-machine runtime.',
    });
  });
});

describe('delivery', () => {
  test('a queue gets the envelope, or the plain message with raw message delivery', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    await queue('wrapped');
    await queue('raw');
    await subscribe('sqs', QUEUE('wrapped'));
    await subscribe('sqs', QUEUE('raw'), { RawMessageDelivery: 'true' });
    const { MessageId } = await sns('Publish', {
      TopicArn: TOPIC,
      Message: 'hello',
      Subject: 'Greeting',
      MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' } },
    });
    const [wrapped] = await receive('wrapped');
    expect(JSON.parse(wrapped?.Body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn: TOPIC,
      Subject: 'Greeting',
      Message: 'hello',
      MessageAttributes: { colour: { Type: 'String', Value: 'red' } },
    });
    expect(await receive('raw')).toMatchObject([
      { Body: 'hello', MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' } } },
    ]);
  });

  test('an e-mail subscription gets a mail with the text for the protocol email', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    await subscribe('email', 'ann@example.com');
    await sns('Publish', {
      TopicArn: TOPIC,
      Message: JSON.stringify({ default: 'short', email: 'Dear Ann' }),
      MessageStructure: 'json',
      Subject: 'Outcome',
    });
    await kernel.inflight.idle();
    expect(mailbox.list()).toMatchObject([{ to: 'ann@example.com', subject: 'Outcome', text: 'Dear Ann' }]);
  });

  test('a function is invoked with the SNS event', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    const { SubscriptionArn } = await subscribe('lambda', FUNCTION);
    await sns('Publish', { TopicArn: TOPIC, Message: 'hello' });
    await kernel.inflight.idle();
    expect(functions.invocations).toMatchObject([{ FunctionName: FUNCTION, InvocationType: 'Event' }]);
    expect(JSON.parse(String(functions.invocations[0]?.Payload))).toMatchObject({
      Records: [
        { EventSource: 'aws:sns', EventSubscriptionArn: SubscriptionArn, Sns: { Message: 'hello', Subject: null } },
      ],
    });
  });

  test('a filter policy on attributes or on the body selects the subscriptions that get a message', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    for (const name of ['attributes', 'body']) await queue(name);
    await subscribe('sqs', QUEUE('attributes'), {
      FilterPolicy: '{"outcome":["approved",{"prefix":"rej"}],"amount":[{"numeric":[">",10]}]}',
      RawMessageDelivery: 'true',
    });
    await subscribe('sqs', QUEUE('body'), {
      FilterPolicy: '{"detail":{"outcome":["approved"]}}',
      FilterPolicyScope: 'MessageBody',
      RawMessageDelivery: 'true',
    });
    const publish = (Message: string, outcome: string, amount: string) =>
      sns('Publish', {
        TopicArn: TOPIC,
        Message,
        MessageAttributes: {
          outcome: { DataType: 'String', StringValue: outcome },
          amount: { DataType: 'Number', StringValue: amount },
        },
      });
    await publish('one', 'rejected', '11');
    await publish('two', 'approved', '10');
    await publish('{"detail":{"outcome":"approved"}}', 'expired', '11');
    expect((await receive('attributes')).map(({ Body }) => Body)).toEqual(['one']);
    expect((await receive('body')).map(({ Body }) => Body)).toEqual(['{"detail":{"outcome":"approved"}}']);
  });

  test('a throttled function is invoked again; the message for a missing one goes to the dead-letter queue', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    await queue('dead');
    await subscribe('lambda', FUNCTION, {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE('dead') }),
    });
    functions.failWith = new AwsError('TooManyRequestsException', 'Rate exceeded', { statusCode: 429 });
    await sns('Publish', { TopicArn: TOPIC, Message: 'again' });
    await kernel.inflight.idle();
    functions.failWith = undefined;
    await kernel.timers.advance(5_000);
    expect(functions.invocations).toHaveLength(1);
    expect(await receive('dead')).toEqual([]);

    functions.failWith = new AwsError('ResourceNotFoundException', 'Function not found', { statusCode: 404 });
    await sns('Publish', { TopicArn: TOPIC, Message: 'lost' });
    expect(await receive('dead')).toMatchObject([
      {
        Body: expect.stringContaining('"Message":"lost"'),
        MessageAttributes: { ErrorCode: { StringValue: 'ResourceNotFoundException' } },
      },
    ]);
  });

  test('a dead-letter message waits for its queue, and the subscriber is not called again while it waits', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    await subscribe('lambda', FUNCTION, {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE('dead') }),
    });
    functions.failWith = new AwsError('ResourceNotFoundException', 'Function not found', { statusCode: 404 });
    await sns('Publish', { TopicArn: TOPIC, Message: 'lost' });
    await kernel.inflight.idle();
    functions.failWith = undefined;
    await kernel.timers.advance(60_000);
    await queue('dead');
    await kernel.timers.advance(20_000);
    expect(await receive('dead')).toMatchObject([
      { MessageAttributes: { ErrorMessage: { StringValue: 'Function not found' } } },
    ]);
    expect(functions.invocations).toEqual([]);
  });

  test('a message published but not delivered before a crash is delivered after it', async () => {
    const dataDir = temporaryDirectory();
    directories.push(dataDir);
    const deaf = { deliver: () => new Promise<string>(() => {}), list: () => [] };
    await start({ dataDir, mail: () => deaf });
    await sns('CreateTopic', { Name: 'outcomes' });
    await subscribe('email', 'ann@example.com');
    await sns('Publish', { TopicArn: TOPIC, Message: 'kept' });
    await kernel.timers.stop();
    await kernel.store.close();
    await start({ dataDir });
    await kernel.inflight.idle();
    expect(mailbox.list()).toMatchObject([{ to: 'ann@example.com', text: 'kept' }]);
  });

  test('PublishBatch returns a result for each entry', async () => {
    await start();
    await sns('CreateTopic', { Name: 'outcomes' });
    const PublishBatchRequestEntries = [
      { Id: 'a', Message: 'x' },
      { Id: 'b', Message: '' },
    ];
    expect(await sns('PublishBatch', { TopicArn: TOPIC, PublishBatchRequestEntries })).toEqual({
      Successful: [{ Id: 'a', MessageId: expect.any(String) }],
      Failed: [{ Id: 'b', Code: 'InvalidParameter', Message: 'Invalid parameter: Empty message', SenderFault: true }],
    });
  });
});

describe('FIFO topics', () => {
  test('deliver a repeated deduplication id again once five minutes have passed', async () => {
    await start();
    const TopicArn = `${TOPIC}.fifo`;
    await sns('CreateTopic', { Name: 'outcomes.fifo', Attributes: { FifoTopic: 'true' } });
    await queue('plain', { VisibilityTimeout: '600' });
    await sns('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: QUEUE('plain') });
    const publish = () => sns('Publish', { TopicArn, Message: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    const first = await publish();
    expect(first.SequenceNumber).toBe('00000000000000000001');
    expect(await publish()).toEqual(first);
    expect(await receive('plain')).toHaveLength(1);
    await kernel.timers.advance(300_000);
    expect((await publish()).SequenceNumber).toBe('00000000000000000002');
    expect(await receive('plain')).toHaveLength(1);
  });
});

test("AddPermission adds a statement to a topic's default policy, and RemovePermission removes it", async () => {
  await start();
  await sns('CreateTopic', { Name: 'outcomes' });
  const sids = async (): Promise<string[]> => {
    const { Attributes } = await sns('GetTopicAttributes', { TopicArn: TOPIC });
    const { Policy } = Attributes as unknown as { Policy: string };
    return (JSON.parse(Policy) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
  };
  expect(await sids()).toEqual(['__default_statement_ID']);
  const partner = { TopicArn: TOPIC, Label: 'partner', AWSAccountId: ['111122223333'], ActionName: ['Publish'] };
  await sns('AddPermission', partner);
  expect(await sids()).toEqual(['__default_statement_ID', 'partner']);
  await expect(sns('AddPermission', partner)).rejects.toThrow('Invalid parameter: Statement already exists');
  await sns('RemovePermission', { TopicArn: TOPIC, Label: 'partner' });
  expect(await sids()).toEqual(['__default_statement_ID']);
});
