import { afterEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { sqsEvents } from '../../../../local/src/services/lambda/mappings/sqs-event.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { type FakeService, fakeService, type LambdaHarness, refusal, startLambda, writeFiles } from './harness.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:work';
/** Fails the messages whose body begins with `bad`; throws at `boom`. */
const SOURCE = `
export const handler = async (event) => {
  if (event.Records.some(({ body }) => body === 'boom')) throw new Error('boom');
  if (event.Records.some(({ body }) => body === 'odd')) return { batchItemFailures: [{ itemIdentifier: 'nobody' }] };
  const failed = event.Records.filter(({ body }) => body.startsWith('bad'));
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
}

let waiting: Message[];
let deleted: string[];
/** Batches in flight: the current number and the maximum. */
let inFlight: number;
let maxInFlight: number;
let refuseReceive: AwsError | undefined;
let sqs: FakeService;
let aws: LambdaHarness;
const stops: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const start = async (dataDir?: string) => {
  waiting = [];
  deleted = [];
  inFlight = 0;
  maxInFlight = 0;
  refuseReceive = undefined;
  sqs = fakeService('sqs', {
    GetQueueAttributes: () => ({ Attributes: { VisibilityTimeout: '30' } }),
    ReceiveMessage: ({ MaxNumberOfMessages }) => {
      if (refuseReceive) throw refuseReceive;
      const Messages = waiting.splice(0, Number(MaxNumberOfMessages));
      if (Messages.length === 0) return {};
      inFlight += 1;
      maxInFlight = Math.max(maxInFlight, inFlight);
      return { Messages };
    },
    DeleteMessageBatch: ({ Entries }) => {
      inFlight -= 1;
      for (const { ReceiptHandle } of Entries as { ReceiptHandle: string }[]) deleted.push(ReceiptHandle);
      return { Successful: [], Failed: [] };
    },
  });
  aws = await startLambda([sqs.module], dataDir === undefined ? {} : { dataDir });
  stops.push(() => aws.stop());
};

const send = (...bodies: string[]) => {
  for (const body of bodies) waiting.push({ MessageId: `id-${body}`, ReceiptHandle: `handle-${body}`, Body: body });
  aws.signal();
};

const setUp = async (input: Record<string, unknown> = {}, source = SOURCE) => {
  await start();
  await aws.create('worker', source);
  return (await map(input)) as { UUID: string };
};

const map = (input: Record<string, unknown> = {}) =>
  aws.kernel.as('lambda', 'CreateEventSourceMapping', {
    FunctionName: 'worker',
    EventSourceArn: QUEUE,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...input,
  });

const lastResult = async (UUID: string) =>
  ((await aws.kernel.as('lambda', 'GetEventSourceMapping', { UUID })) as { LastProcessingResult: string })
    .LastProcessingResult;

describe('messages of a queue', () => {
  test('are deleted after the function has processed them', async () => {
    await setUp();
    send('a', 'b');
    await sqs.called('DeleteMessageBatch');
    expect(deleted).toEqual(['handle-a', 'handle-b']);
    expect(sqs.calls[0]?.caller).toBe('arn:aws:sts::000000000000:assumed-role/functions/worker');
  });

  test('reach the function as the event that AWS sends', () => {
    const message = {
      MessageId: 'm1',
      ReceiptHandle: 'r1',
      Body: 'hello',
      MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
    };
    const events = sqsEvents([message], QUEUE, 'us-east-1');
    expect(events.map(({ payload }) => JSON.parse(payload))).toEqual([
      {
        Records: [
          {
            messageId: 'm1',
            receiptHandle: 'r1',
            body: 'hello',
            attributes: { ApproximateReceiveCount: '1' },
            messageAttributes: {
              kind: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
            },
            md5OfBody: '5d41402abc4b2a76b9719d911017c592',
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
  });

  test('are split into several events if one would exceed the payload limit', () => {
    const messages = Array.from({ length: 10 }, (_, n) => ({
      MessageId: `m${n}`,
      ReceiptHandle: `r${n}`,
      Body: 'a'.repeat(1_000_000),
    }));
    const events = sqsEvents(messages, QUEUE, 'us-east-1');
    expect(events.map((event) => event.messages.length)).toEqual([6, 4]);
    expect(JSON.parse(events[1]?.payload ?? '').Records).toHaveLength(4);
  });

  test('that the function reports as failed stay in the queue, the others are deleted', async () => {
    await setUp();
    send('a', 'bad-1', 'b', 'bad-2');
    await sqs.called('DeleteMessageBatch');
    expect(deleted).toEqual(['handle-a', 'handle-b']);
  });

  test('all stay in the queue if the function fails or reports an unknown message id', async () => {
    const { UUID } = await setUp({ BatchSize: 1 });
    send('boom');
    await sqs.called('ReceiveMessage', 2);
    send('odd', 'fine');
    await sqs.called('DeleteMessageBatch');
    await aws.kernel.inflight.idle();
    expect(deleted).toEqual(['handle-fine']);
    expect(await lastResult(UUID)).toBe('OK');
  });

  test('are all deleted, whatever the function returns, if the mapping does not use partial batch responses', async () => {
    await setUp({ FunctionResponseTypes: [] });
    send('bad-1', 'a');
    await sqs.called('DeleteMessageBatch');
    expect(deleted).toEqual(['handle-bad-1', 'handle-a']);
  });

  test('are received until the queue is empty, in batches of the configured size', async () => {
    await setUp({ BatchSize: 2 });
    send('a', 'b', 'c', 'd', 'e');
    await sqs.called('DeleteMessageBatch', 3);
    expect(deleted.toSorted()).toEqual(['handle-a', 'handle-b', 'handle-c', 'handle-d', 'handle-e']);
    const sizes = sqs.calls
      .filter(({ action }) => action === 'ReceiveMessage')
      .map(({ input }) => input.MaxNumberOfMessages);
    expect(new Set(sizes)).toEqual(new Set([2]));
  });

  test('are in at most the configured number of concurrent batches', async () => {
    const source = 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 20));';
    await setUp({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }, source);
    send('a', 'b', 'c', 'd', 'e');
    await sqs.called('DeleteMessageBatch', 5);
    expect(maxInFlight).toBe(2);
  });

  test('are collected up to the batch size during the batching window', async () => {
    await setUp({ BatchSize: 12, MaximumBatchingWindowInSeconds: 60 });
    send(...Array.from({ length: 7 }, (_, n) => `first-${n}`));
    await sqs.called('ReceiveMessage', 2);
    send(...Array.from({ length: 5 }, (_, n) => `second-${n}`));
    await sqs.called('DeleteMessageBatch', 2);
    expect(deleted).toHaveLength(12);
  });

  test('in a batching window are work in flight, and a clock move, which waits for that work, ends the window', async () => {
    await setUp({ BatchSize: 12, MaximumBatchingWindowInSeconds: 60 });
    send('a', 'b');
    await sqs.called('ReceiveMessage', 2);
    expect(aws.kernel.inflight.count()).toBeGreaterThan(0);
    expect(deleted).toEqual([]);
    await aws.kernel.inflight.idle();
    expect(deleted).toEqual(['handle-a', 'handle-b']);
  });

  test('that no filter matches are deleted and do not reach the function', async () => {
    const criteria = (pattern: object) => ({ FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } });
    const source = `export const handler = async ({ Records }) => {
      if (Records.some(({ body }) => body !== '{"kind":"order"}')) throw new Error('not filtered');
    };`;
    await setUp(criteria({ body: { kind: ['order'] } }), source);
    send('text', '{"kind":"bill"}', '{"kind":"order"}');
    await sqs.called('DeleteMessageBatch', 2);
    expect(deleted).toEqual(['handle-text', 'handle-{"kind":"bill"}', 'handle-{"kind":"order"}']);
  });

  test('with a body that is not JSON are matched by a pattern of strings', async () => {
    const source = `export const handler = async ({ Records }) => {
      if (Records.some(({ body }) => body !== 'order')) throw new Error('not filtered');
    };`;
    await setUp({ FilterCriteria: { Filters: [{ Pattern: '{"body":["order"]}' }] } }, source);
    send('bill', 'order');
    await sqs.called('DeleteMessageBatch', 2);
    expect(deleted).toEqual(['handle-bill', 'handle-order']);
  });

  test('are received with the next retry after ReceiveMessage fails', async () => {
    const { UUID } = await setUp();
    refuseReceive = new AwsError('AccessDeniedException', 'no');
    send('a');
    await sqs.called('ReceiveMessage', 2);
    await aws.kernel.inflight.idle();
    expect(await lastResult(UUID)).toBe('PROBLEM: AccessDeniedException');
    refuseReceive = undefined;
    await sqs.called('DeleteMessageBatch');
    expect(deleted).toEqual(['handle-a']);
  });
});

describe('a mapping', () => {
  test('receives nothing while it is disabled', async () => {
    const { UUID } = await setUp({ Enabled: false });
    send('a');
    expect(sqs.calls.filter(({ action }) => action === 'ReceiveMessage')).toEqual([]);
    await aws.kernel.as('lambda', 'UpdateEventSourceMapping', { UUID, Enabled: true });
    await sqs.called('DeleteMessageBatch');
    expect(deleted).toEqual(['handle-a']);
  });

  test('can be described, listed and deleted', async () => {
    const { UUID } = await setUp({ BatchSize: 5 });
    const shape = {
      UUID,
      BatchSize: 5,
      EventSourceArn: QUEUE,
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
      State: 'Enabled',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    };
    expect(await aws.kernel.as('lambda', 'GetEventSourceMapping', { UUID })).toMatchObject(shape);
    const filter = { FunctionName: 'worker', EventSourceArn: QUEUE };
    expect(await aws.kernel.as('lambda', 'ListEventSourceMappings', filter)).toMatchObject({
      EventSourceMappings: [shape],
    });
    expect(await aws.kernel.as('lambda', 'DeleteEventSourceMapping', { UUID })).toMatchObject({ State: 'Deleting' });
    expect(await refusal(aws.kernel.as('lambda', 'GetEventSourceMapping', { UUID }))).toEqual({
      code: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
    const before = sqs.calls.length;
    send('a');
    expect(sqs.calls).toHaveLength(before);
  });

  test('receives messages after a restart', async () => {
    const dataDir = temporaryDirectory();
    stops.push(() => removeDirectory(dataDir));
    await start(dataDir);
    await aws.create('worker', '', { Code: { LocalDirectory: writeFiles(`${dataDir}/code`, SOURCE) } });
    await map();
    await stops.pop()?.();
    await start(dataDir);
    send('a');
    await sqs.called('DeleteMessageBatch');
    expect(deleted).toEqual(['handle-a']);
  });

  const refused: [string, Record<string, unknown>, string, RegExp][] = [
    [
      'a stream',
      { EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' },
      'UnsupportedOperation',
      /service kinesis/,
    ],
    [
      'an unknown function',
      { FunctionName: 'nobody' },
      'ResourceNotFoundException',
      /^Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody$/,
    ],
    [
      'a large batch without a window',
      { BatchSize: 11 },
      'InvalidParameterValueException',
      /^Maximum batch window in seconds must be greater than 0/,
    ],
    [
      'an invalid filter',
      { FilterCriteria: { Filters: [{ Pattern: '{' }] } },
      'InvalidParameterValueException',
      /^Invalid filter pattern definition.$/,
    ],
    [
      'a setting of streams',
      { MaximumRetryAttempts: 1 },
      'UnsupportedOperation',
      /MaximumRetryAttempts of an event source mapping of a queue/,
    ],
    ['another response type', { FunctionResponseTypes: ['Other'] }, 'ValidationException', /functionResponseTypes/],
    [
      'a concurrency of one',
      { ScalingConfig: { MaximumConcurrency: 1 } },
      'ValidationException',
      /greater than or equal to 2/,
    ],
  ];
  test.each(refused)('is rejected with %s', async (_name, input, code, message) => {
    await start();
    await aws.create('worker', SOURCE);
    expect(await refusal(map(input))).toEqual({ code, message: expect.stringMatching(message) });
  });

  test('is rejected if it exists already, or if the queue’s visibility timeout is shorter than the function’s timeout', async () => {
    const { UUID } = await setUp();
    expect(await refusal(map())).toEqual({
      code: 'ResourceConflictException',
      message: expect.stringContaining(`Please update or delete the existing mapping with UUID ${UUID}`),
    });
    await aws.create('slow', SOURCE, { Timeout: 31 });
    expect(await refusal(map({ FunctionName: 'slow' }))).toEqual({
      code: 'InvalidParameterValueException',
      message: 'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    });
  });
});
