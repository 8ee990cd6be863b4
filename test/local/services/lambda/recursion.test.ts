import { afterEach, describe, expect, test } from '@jest/globals';
import { createMail } from '../../../../local/src/core/mail/mailbox.ts';
import { nextTraceHeader, runsInChain } from '../../../../local/src/services/lambda/invocations/lineage.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { type LambdaHarness, startLambda } from './harness.ts';

let harness: LambdaHarness;

const QUEUE = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const URL = (name: string) => `http://127.0.0.1:4566/000000000000/${name}`;
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:again';

/** A function that makes one AWS call per invocation, with the trace header that the SDK would send. */
const calling = (service: string, path: string, headers: object, body: string): string => `
  import { request } from 'node:http';
  const credential = [process.env.AWS_ACCESS_KEY_ID, '20260101', 'us-east-1', '${service}', 'aws4_request'].join('/');
  export const handler = () => new Promise((resolve, reject) => {
    const call = request({
      hostname: '127.0.0.1', port: '4566', method: 'POST', path: '${path}',
      headers: {
        ...${JSON.stringify(headers)},
        authorization: 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=host, Signature=0',
        'x-amzn-trace-id': process.env._X_AMZN_TRACE_ID,
      },
    }, (answer) => resolve(answer.statusCode));
    call.on('error', reject);
    call.end(${JSON.stringify(body)});
  });`;

const INVOKING = calling(
  'lambda',
  '/2015-03-31/functions/loop/invocations',
  { 'x-amz-invocation-type': 'Event' },
  '{}',
);
const SENDING = calling(
  'sqs',
  '/',
  { 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' },
  JSON.stringify({ QueueUrl: URL('work'), MessageBody: 'again' }),
);
const PUBLISHING = calling(
  'sns',
  '/',
  { 'content-type': 'application/x-www-form-urlencoded' },
  new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: TOPIC, Message: 'again' }).toString(),
);

const start = async (): Promise<LambdaHarness> => {
  harness = await startLambda([createSqs, (kernel) => createSns(kernel, createMail(kernel, undefined))]);
  return harness;
};
const usage = () => harness.kernel.meter.usage().lambda ?? {};
/** Resolves when no work is in flight. */
const settled = async (): Promise<void> => {
  for (let before = -1; before !== usage().requests; ) {
    before = usage().requests ?? 0;
    harness.signal();
    await harness.kernel.inflight.idle();
    await harness.kernel.store.written();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
const queue = (QueueName: string, Attributes: Record<string, string> = {}) =>
  harness.kernel.as('sqs', 'CreateQueue', { QueueName, Attributes });
const messages = async (name: string): Promise<string | undefined> => {
  const AttributeNames = ['ApproximateNumberOfMessages'];
  const answer = await harness.kernel.as('sqs', 'GetQueueAttributes', { QueueUrl: URL(name), AttributeNames });
  return (answer as { Attributes: Record<string, string> }).Attributes.ApproximateNumberOfMessages;
};
const map = () =>
  harness.kernel.as('lambda', 'CreateEventSourceMapping', {
    FunctionName: 'loop',
    EventSourceArn: QUEUE('work'),
    BatchSize: 1,
  });

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
describe('a function in a loop is stopped after 16 runs', () => {
  afterEach(() => harness.stop());

  test('if it invokes itself asynchronously: the event goes to its dead-letter queue', async () => {
    await start();
    await queue('dead');
    await harness.create('loop', INVOKING, { DeadLetterConfig: { TargetArn: QUEUE('dead') } });
    await harness.invoke('loop', {}, { InvocationType: 'Event' });
    await settled();
    expect(usage()).toMatchObject({ requests: 16, 'recursive invocations dropped': 1 });
    expect(await messages('dead')).toBe('1');
  });

  test('if it sends to its own queue, which has no dead-letter queue: the message is deleted', async () => {
    await start();
    await queue('work');
    await harness.create('loop', SENDING);
    await map();
    await harness.kernel.as('sqs', 'SendMessage', { QueueUrl: URL('work'), MessageBody: 'first' });
    await settled();
    // The first message comes from outside a function, so it does not belong to the chain yet.
    expect(usage()).toMatchObject({ requests: 16, 'recursive invocations dropped': 1 });
    expect(await messages('work')).toBe('0');
  });

  test('if it publishes to a topic whose messages come back through a queue', async () => {
    await start();
    await queue('work');
    await harness.kernel.as('sns', 'CreateTopic', { Name: 'again' });
    await harness.kernel.as('sns', 'Subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE('work') });
    await harness.create('loop', PUBLISHING);
    await map();
    await harness.kernel.as('sns', 'Publish', { TopicArn: TOPIC, Message: 'first' });
    await settled();
    expect(usage()).toMatchObject({ requests: 16, 'recursive invocations dropped': 1 });
  });

  test('unless its RecursiveLoop is Allow', async () => {
    await start();
    await harness.create('loop', 'export const handler = async () => 1;');
    const FunctionName = 'loop';
    const config = () => harness.kernel.as('lambda', 'GetFunctionRecursionConfig', { FunctionName });
    expect(await config()).toEqual({ RecursiveLoop: 'Terminate' });
    let traceHeader: string | undefined;
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:loop';
    for (let run = 0; run < 16; run += 1) traceHeader = nextTraceHeader({ traceHeader, functionArn, requestId: 'r' });
    const invoke = () =>
      harness.kernel.services.callByName(
        'lambda',
        'Invoke',
        { FunctionName },
        harness.kernel.identities.administrator(),
        {
          traceHeader,
        },
      );
    await expect(Promise.resolve().then(invoke)).rejects.toMatchObject({ code: 'RecursiveInvocationException' });
    await harness.kernel.as('lambda', 'PutFunctionRecursionConfig', { FunctionName, RecursiveLoop: 'Allow' });
    expect(await config()).toEqual({ RecursiveLoop: 'Allow' });
    expect(await invoke()).toMatchObject({ StatusCode: 200, Payload: '1' });
  });
});

test('a trace header counts each function of a chain separately and keeps its root', () => {
  const next = (traceHeader: string | undefined, functionArn: string) =>
    nextTraceHeader({ traceHeader, functionArn, requestId: '00000000-1111-2222-3333-444444444444' });
  const header = next(next(next('Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1', 'a'), 'b'), 'a');
  expect(header).toMatch(/^Root=1-5759e988-bd862e3fe1be46a994272793;/);
  expect([runsInChain(header, 'a'), runsInChain(header, 'b'), runsInChain(header, 'c')]).toEqual([2, 1, 0]);
  expect(next(undefined, 'a')).toMatch(/^Root=1-00000000-111122223333444444444444;/);
});
