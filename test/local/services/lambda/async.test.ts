import { existsSync, readFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../local/src/core/service.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { type FakeService, fakeService, type LambdaHarness, startLambda, writeFiles } from './harness.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:outcomes';
const MINUTE_MS = 60_000;
/** Appends to a counter file on every run, then acts as the event says. */
const SOURCE = `
import { appendFileSync } from 'node:fs';
export const handler = async (event) => {
  appendFileSync(event.file, 'x');
  if (event.wait) await new Promise((r) => setTimeout(r, event.wait));
  if (event.fail) throw new Error(event.fail === true ? 'failed on purpose' : event.fail);
  return { done: true };
};`;

let aws: LambdaHarness;
let queue: FakeService;
let dataDir: string;

const start = async (sendMessage: Action = () => ({ MessageId: 'm' })) => {
  queue = fakeService('sqs', { SendMessage: sendMessage });
  aws = await startLambda([queue.module], { dataDir });
};

afterEach(async () => {
  await aws.stop();
  removeDirectory(dataDir);
});

const setUp = async (settings: Record<string, unknown> = {}) => {
  dataDir = temporaryDirectory();
  await start();
  await aws.create('later', SOURCE, settings);
};

const configure = (input: Record<string, unknown>) =>
  aws.kernel.as('lambda', 'PutFunctionEventInvokeConfig', { FunctionName: 'later', ...input });

const later = (event: Record<string, unknown> = {}) =>
  aws.invoke('later', { file: counter(), ...event }, { InvocationType: 'Event' });

const counter = () => `${dataDir}/runs`;
const runs = () => (existsSync(counter()) ? readFileSync(counter(), 'utf8').length : 0);

describe('an asynchronous invocation', () => {
  test('is accepted before it runs', async () => {
    await setUp();
    expect(await later()).toMatchObject({ StatusCode: 202, payload: undefined });
    await aws.kernel.inflight.idle();
    expect(runs()).toBe(1);
    await aws.kernel.timers.advance(10 * MINUTE_MS);
    expect(runs()).toBe(1);
  });

  test('that fails is retried after one minute and after two more, then its result goes to the destination', async () => {
    await setUp();
    await configure({ DestinationConfig: { OnFailure: { Destination: QUEUE } } });
    await later({ fail: true });
    await aws.kernel.inflight.idle();
    expect(runs()).toBe(1);
    await aws.kernel.timers.advance(MINUTE_MS - 1000);
    expect(runs()).toBe(1);
    await aws.kernel.timers.advance(2000);
    expect(runs()).toBe(2);
    expect(queue.calls).toEqual([]);
    await aws.kernel.timers.advance(2 * MINUTE_MS);
    expect(runs()).toBe(3);
    expect(queue.calls).toHaveLength(1);
    const [call] = queue.calls;
    expect(call).toMatchObject({
      action: 'SendMessage',
      caller: 'arn:aws:sts::000000000000:assumed-role/functions/later',
      input: { QueueUrl: 'http://127.0.0.1:4566/000000000000/outcomes' },
    });
    expect(JSON.parse(String(call?.input.MessageBody))).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/Z$/),
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:later:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { file: counter(), fail: true },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'failed on purpose', trace: expect.any(Array) },
    });
  });

  test('is not retried if the maximum number of retries is 0, and a success has a destination too', async () => {
    await setUp();
    await configure({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: QUEUE }, OnSuccess: { Destination: QUEUE } },
    });
    await later({ fail: true });
    await later();
    await queue.called('SendMessage', 2);
    const conditions = queue.calls.map(({ input }) => JSON.parse(String(input.MessageBody)).requestContext.condition);
    expect(conditions.sort()).toEqual(['RetriesExhausted', 'Success']);
  });

  test('that exceeds the maximum event age is not retried', async () => {
    await setUp();
    await configure({ MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: QUEUE } } });
    await later({ fail: true });
    const [message] = await queue.called('SendMessage');
    expect(JSON.parse(String(message?.MessageBody)).requestContext).toMatchObject({
      condition: 'EventAgeExceeded',
      approximateInvokeCount: 1,
    });
  });

  test('that fails all retries goes to the dead-letter queue unchanged, with the reason as attributes', async () => {
    await setUp({ DeadLetterConfig: { TargetArn: QUEUE } });
    await configure({ MaximumRetryAttempts: 0 });
    await later({ fail: true });
    const [message] = await queue.called('SendMessage');
    expect(JSON.parse(String(message?.MessageBody))).toEqual({ file: counter(), fail: true });
    expect(message?.MessageAttributes).toMatchObject({
      ErrorMessage: { DataType: 'String', StringValue: 'failed on purpose' },
    });
  });

  test('whose error has characters that queues refuse goes to the dead-letter queue with ? in their place', async () => {
    await setUp({ DeadLetterConfig: { TargetArn: QUEUE } });
    await configure({ MaximumRetryAttempts: 0 });
    await later({ fail: '\u001b[31mred 👍' });
    const [message] = await queue.called('SendMessage');
    expect(message?.MessageAttributes).toMatchObject({ ErrorMessage: { StringValue: '?[31mred 👍' } });
  });

  test('sends its result again until the destination accepts it', async () => {
    await setUp();
    await aws.stop();
    let refusals = 1;
    await start(() => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('The queue is not available.');
      return {};
    });
    await aws.create('later2', SOURCE);
    await aws.kernel.as('lambda', 'PutFunctionEventInvokeConfig', {
      FunctionName: 'later2',
      DestinationConfig: { OnSuccess: { Destination: QUEUE } },
    });
    await aws.invoke('later2', { file: counter() }, { InvocationType: 'Event' });
    await aws.kernel.inflight.idle();
    expect(queue.calls).toHaveLength(1);
    await aws.kernel.timers.advance(MINUTE_MS);
    expect(queue.calls).toHaveLength(2);
    expect(runs()).toBe(1);
  });

  test('waits while the function’s reserved concurrency is 0', async () => {
    await setUp();
    await aws.kernel.as('lambda', 'PutFunctionConcurrency', { FunctionName: 'later', ReservedConcurrentExecutions: 0 });
    await later();
    await aws.kernel.timers.advance(10_000);
    expect(runs()).toBe(0);
    await aws.kernel.as('lambda', 'DeleteFunctionConcurrency', { FunctionName: 'later' });
    await aws.kernel.timers.advance(5 * MINUTE_MS);
    expect(runs()).toBe(1);
  });
});

/** Creates a function whose code directory outlives the first runtime. */
const createLasting = (source: string) => {
  const directory = writeFiles(join(dataDir, 'code'), source);
  return aws.create('lasting', '', { Code: { LocalDirectory: directory }, Timeout: 60 });
};

describe('across a restart', () => {
  test('an invocation that waits for a retry runs at its due time', async () => {
    await setUp();
    await createLasting(SOURCE);
    await aws.invoke('lasting', { file: counter(), fail: true }, { InvocationType: 'Event' });
    await aws.kernel.inflight.idle();
    await aws.stop();
    await start();
    expect(runs()).toBe(1);
    await aws.kernel.timers.advance(MINUTE_MS);
    expect(runs()).toBe(2);
  });

  test('an invocation that ends while the runtime stops does not run again', async () => {
    await setUp();
    await createLasting(SOURCE);
    await aws.invoke('lasting', { file: counter(), wait: 500 }, { InvocationType: 'Event' });
    await written(counter());
    await aws.stop();
    await start();
    await aws.kernel.inflight.idle();
    expect(runs()).toBe(1);
  });

  test('an invocation that was running when the process ended runs again', async () => {
    await setUp();
    await createLasting(`
      import { appendFileSync, readFileSync } from 'node:fs';
      export const handler = async ({ file }) => {
        appendFileSync(file, 'x');
        if (readFileSync(file, 'utf8') === 'x') await new Promise((r) => setTimeout(r, 60_000));
      };`);
    await aws.invoke('lasting', { file: counter() }, { InvocationType: 'Event' });
    await written(counter());
    await aws.stop();
    await start();
    await aws.kernel.inflight.idle();
    expect(runs()).toBe(2);
  });
});

/** Resolves when the file has `length` characters. */
const written = async (path: string, length = 1): Promise<void> => {
  if (runs() >= length) return;
  const changes = watch(dirname(path));
  if (runs() >= length) return;
  for await (const _change of changes) if (runs() >= length) return;
};
