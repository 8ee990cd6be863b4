import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { AWS_CLI, eventually, recordIn, type System, startSystem, submit } from '../support/system.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/reviewer-tooling.md'), 'utf8');
const WORKER = join(ROOT, 'docs/examples/review-worker.ts');
const blocksOf = (language: string) =>
  [...PAGE.matchAll(/```(\w*)\n(.*?)```/gs)].flatMap(([, kind, text = '']) => (kind === language ? [text] : []));

let system: System;
beforeAll(async () => {
  system = await startSystem('--context', 'reviewWorker=off');
});
afterAll(async () => {
  await system.stop();
});

const environment = () => ({
  PATH: `${join(process.execPath, '..')}:${process.env.PATH}`,
  AWS_ENDPOINT_URL: system.endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
});

const queueUrl = async () => (await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue' }))).QueueUrl;

/** Number of visible and in-flight messages. */
const messages = async (): Promise<number> => {
  const read = new GetQueueAttributesCommand({ QueueUrl: await queueUrl(), AttributeNames: ['All'] });
  const { Attributes = {} } = await system.sqs.send(read);
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
};

const messagesBe = (count: number) =>
  eventually(`${count} messages`, async () => ((await messages()) === count ? true : undefined));

test('The page contains the exact code of the worker, in about thirty lines', () => {
  const file = readFileSync(WORKER, 'utf8');
  expect(blocksOf('ts')).toEqual([file]);
  expect(file.trim().split('\n').length).toBeLessThanOrEqual(35);
});

describe('The worker of the page', () => {
  let worker: ChildProcessWithoutNullStreams;
  let printed: string;
  const start = () => {
    printed = '';
    worker = spawn(process.execPath, [WORKER], { env: environment() });
    for (const stream of [worker.stdout, worker.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk;
      });
  };
  const prints = (text: string) =>
    eventually(`"${text}" from the worker`, async () => (printed.includes(text) ? true : undefined));
  const end = async (signal: NodeJS.Signals) => {
    const exited = once(worker, 'exit');
    worker.kill(signal);
    await exited;
  };
  afterEach(() => end('SIGKILL'));

  test.each([
    ['approve', 'APPROVED'],
    ['reject', 'REJECTED'],
  ])('decides %s after an invalid answer, and then deletes the message', async (answer, state) => {
    start();
    await submit(system, { id: `worker-${answer}`, name: 'Canary', address: 'ABadAddress' });
    await prints(`worker-${answer} (ADDRESS): APPROVE or REJECT? `);
    expect(await messages()).toBe(1);
    worker.stdin.write('maybe\n');
    await prints('REJECT? worker-');
    worker.stdin.write(`${answer}\n`);
    await recordIn(system, `worker-${answer}`, state);
    await messagesBe(0);
    expect(printed).not.toContain('Canary');
  });

  test('reports if another reviewer decided first, and deletes the message', async () => {
    start();
    await submit(system, { id: 'late', name: 'evil Spock', address: '1 Street' });
    await prints('late (NAME): APPROVE or REJECT? ');
    const { executionArn } = await recordIn(system, 'late', 'FLAGGED_FOR_REVIEW');
    await system.sfn.send(new StopExecutionCommand({ executionArn: String(executionArn) }));
    worker.stdin.write('APPROVE\n');
    await prints('late was decided elsewhere, or has expired.');
    await messagesBe(0);
  });

  test('leaves a message that is not a review request in the queue, and continues with the next', async () => {
    start();
    await system.sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(), MessageBody: 'nonsense' }));
    await prints('Left in queue: SyntaxError');
    await submit(system, { id: 'after-nonsense', name: 'evil Spock', address: '1 Street' });
    await prints('after-nonsense (NAME): APPROVE or REJECT? ');
    worker.stdin.write('APPROVE\n');
    await recordIn(system, 'after-nonsense', 'APPROVED');
    await messagesBe(1);
  });
});

if (!AWS_CLI) console.log('Skipped: the AWS CLI is not installed (Debian: apt-get install awscli)');
const testWithCli = AWS_CLI ? test : test.skip;

testWithCli('The AWS CLI commands of the page work unchanged', async () => {
  const [submitting = '', ...commands] = blocksOf('sh');
  const run = (script: string) =>
    promisify(execFile)('bash', ['-euc', `aws() { ${AWS_CLI} --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n${script}`], {
      env: environment(),
    });
  await run(submitting);
  await recordIn(system, 't-1', 'FLAGGED_FOR_REVIEW');
  const ending = commands.pop() ?? '';
  const { stdout } = await run(commands.join('\n'));
  expect(stdout).toContain('FLAGGED_FOR_REVIEW\tSpock\tABadAddress');
  await recordIn(system, 't-1', 'APPROVED');
  expect((await run(ending)).stdout).toBe('APPROVED\n');
});
