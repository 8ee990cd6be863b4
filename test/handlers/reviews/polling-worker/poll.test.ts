import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { signIn } from '../../../support/api.ts';
import { eventually, recordIn, type System, startSystem, submit } from '../../../support/system.ts';

const POLL = join(import.meta.dirname, '../../../../handlers/reviews/polling-worker/main.ts');
const CANARY = { name: 'evil Quillfeather', address: '77 Canary Wharf' };

let system: System;
let worker: ChildProcess;
let printed = '';

beforeAll(async () => {
  system = await startSystem('--context', 'reviewWorker=off');
});
afterAll(async () => {
  await system.stop();
});
afterEach(async () => {
  await end('SIGKILL');
});

const startWorker = (endpoint = system.endpoint): void => {
  printed = '';
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
  worker = spawn(process.execPath, [POLL], {
    env: { PATH: process.env.PATH, AWS_ENDPOINT_URL: endpoint, AWS_MAX_ATTEMPTS: '1', ...credentials },
  });
  for (const stream of [worker.stdout, worker.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
};

const end = async (signal: NodeJS.Signals): Promise<number | null> => {
  if (worker.exitCode === null && worker.signalCode === null) {
    const exited = once(worker, 'exit');
    worker.kill(signal);
    await exited;
  }
  return worker.exitCode;
};

const prints = (text: string) =>
  eventually(`"${text}" from the worker`, async () => (printed.includes(text) ? true : undefined));

const queueUrl = async (name: string) =>
  (await system.sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? '';

const messages = async (name: string): Promise<number> => {
  const read = new GetQueueAttributesCommand({ QueueUrl: await queueUrl(name), AttributeNames: ['All'] });
  const { Attributes = {} } = await system.sqs.send(read);
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
};

const messagesIn = (name: string, count: number) =>
  eventually(`${count} messages in ${name}`, async () => ((await messages(name)) === count ? true : undefined));

const review = (id: string) =>
  eventually(`the review ${id}`, async () => {
    const { Item } = await system.tables.send(
      new GetCommand({ TableName: 'reviews', Key: { applicationId: id }, ConsistentRead: true }),
    );
    return Item;
  });

test('reviews reach the ledger, a poison message the dead-letter queue, and Ctrl-C stops the worker cleanly', async () => {
  const QueueUrl = await queueUrl('review-queue');
  await system.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '0' } }));
  startWorker();
  await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"taskToken":"token-of-nobody"}' }));
  await submit(system, { id: 'polled', ...CANARY });
  const { executionArn } = await recordIn(system, 'polled', 'FLAGGED_FOR_REVIEW');
  expect(executionArn).toBeDefined();
  expect(await review('polled')).toMatchObject({ state: 'PENDING', reasons: ['NAME'] });
  await messagesIn('review-queue-dlq', 1);
  await messagesIn('review-queue', 0);
  expect(await end('SIGINT')).toBe(0);
  expect(printed).toContain('Stopped; messages in flight are finished.');
  expect(printed).not.toMatch(/Quillfeather|Canary|token-of-nobody/);
});

test('a review that the worker has received can be decided through the API', async () => {
  startWorker();
  await submit(system, { id: 'decided', ...CANARY });
  await review('decided');
  const reviewer = await signIn(system, 'reviewer-1');
  const { status, body } = await reviewer.post('/reviews/decided/decision', { decision: 'APPROVE' });
  expect([status, body.state]).toEqual([200, 'REVIEW_APPROVED']);
  await recordIn(system, 'decided', 'APPROVED');
});

test('messages that arrive while the worker is stopped are received after it starts again', async () => {
  startWorker();
  await prints('Receiving reviews');
  await end('SIGKILL');
  await submit(system, { id: 'meanwhile', ...CANARY });
  await recordIn(system, 'meanwhile', 'FLAGGED_FOR_REVIEW');
  startWorker();
  expect(await review('meanwhile')).toMatchObject({ state: 'PENDING' });
  await messagesIn('review-queue', 0);
  expect(await end('SIGTERM')).toBe(0);
});

test('if the endpoint does not answer, the worker reports it, keeps retrying, and still stops immediately', async () => {
  startWorker('http://127.0.0.1:9');
  await eventually('two attempts', async () => (printed.split('will retry').length > 3 ? true : undefined));
  expect(await end('SIGINT')).toBe(0);
});
