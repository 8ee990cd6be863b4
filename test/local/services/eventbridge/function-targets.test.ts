import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Action } from '../../../../local/src/core/service.ts';
import { createEventBridge } from '../../../../local/src/services/eventbridge/event-bridge.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { type FakeService, fakeService, type LambdaHarness, startLambda, writeFiles } from '../lambda/harness.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:note';
const DEAD_LETTERS = 'arn:aws:sqs:us-east-1:000000000000:dead-letters';
const HOUR_MS = 3_600_000;

let aws: LambdaHarness;
let queue: FakeService;
let dataDir: string;

const start = async (accept: Action = () => ({ MessageId: 'm' })) => {
  queue = fakeService('sqs', { SendMessage: accept });
  aws = await startLambda([createEventBridge, queue.module], { dataDir });
};

beforeEach(async () => {
  dataDir = temporaryDirectory();
  await start();
  const source = `
    import { appendFileSync } from 'node:fs';
    export const handler = async ({ time }) => appendFileSync(${JSON.stringify(join(dataDir, 'runs'))}, time + ' ');`;
  await aws.create('note', '', { Code: { LocalDirectory: writeFiles(join(dataDir, 'code'), source) } });
});

afterEach(async () => {
  await aws.stop();
  removeDirectory(dataDir);
});

const call = (action: string, input: Record<string, unknown>) => aws.kernel.as('events', action, input);
const rule = async (rule: Record<string, unknown>, target: Record<string, unknown> = {}) => {
  await call('PutRule', { Name: 'rule', ...rule });
  await call('PutTargets', { Rule: 'rule', Targets: [{ Id: 'function', Arn: FUNCTION, ...target }] });
};
const put = () => call('PutEvents', { Entries: [{ Source: 'shop', DetailType: 'Sold', Detail: '{}' }] });
const rows = (table: string) => Number(aws.kernel.store.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.n);
const commits = () => Number(aws.kernel.store.prepare('SELECT commits FROM store_state').get()?.commits);
const runs = () => {
  const file = join(dataDir, 'runs');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
};

test('PutEvents stores the invocation of a function in the transaction of the event', async () => {
  await rule({ EventPattern: '{"source":["shop"]}' });
  const before = commits();
  await put();
  expect(commits()).toBe(before + 1);
  expect(rows('lambda_deliveries')).toBe(1);
  expect(rows('eventbridge_deliveries')).toBe(0);
  await aws.kernel.inflight.idle();
  expect(runs()).toHaveLength(1);
});

test('an invocation that was stored with its event runs after a restart', async () => {
  await rule({ EventPattern: '{"source":["shop"]}' });
  await aws.kernel.timers.stop();
  await put();
  expect(runs()).toEqual([]);
  await aws.stop();
  await start();
  await aws.kernel.inflight.idle();
  expect(runs()).toHaveLength(1);
});

test('an event for a function that does not exist goes to the dead-letter queue', async () => {
  await rule(
    { EventPattern: '{"source":["shop"]}' },
    { Arn: `${FUNCTION}-not`, DeadLetterConfig: { Arn: DEAD_LETTERS } },
  );
  await put();
  const [message] = await queue.called('SendMessage');
  expect(message?.MessageAttributes).toMatchObject({ ERROR_CODE: { StringValue: 'NO_RESOURCE' } });
  expect(rows('lambda_deliveries')).toBe(0);
});

test('a scheduled function runs at each due time, with about one commit for each run', async () => {
  await rule({ ScheduleExpression: 'rate(1 hour)' });
  const startMs = aws.kernel.clock.now();
  await aws.kernel.timers.advance(HOUR_MS);
  const before = commits();
  await aws.kernel.timers.advance(20 * HOUR_MS);
  const times = runs().map((time) => Date.parse(time));
  expect(times).toHaveLength(21);
  expect(times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) === HOUR_MS)).toBe(true);
  expect(times[0]).toBeLessThanOrEqual(startMs + HOUR_MS);
  // A run that takes longer than 5 ms adds a commit that removes the run before it. One more commit stores the clock's
  // offset.
  expect(commits() - before).toBeLessThanOrEqual(2 * 20 + 1);
});
