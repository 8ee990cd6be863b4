import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cpuMsOf } from '../../../../support/cpu-time.ts';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import {
  ASK,
  fakeLambda,
  fakeQueue,
  fakeService,
  functionArn,
  startWorkflows,
  tokenIn,
  type Workflows,
} from '../step-functions.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(() => removeDirectory(dataDir));

test('a token issued before a crash ends its task after the restart, once', async () => {
  const queue = fakeQueue();
  const before = await startWorkflows([queue.module], { dataDir });
  const execution = await before.begin(await before.machine('asks', { Ask: { ...ASK, End: true } }));
  await before.inflight.idle();
  await before.crash();

  const after = await startWorkflows([queue.module], { dataDir });
  const taskToken = tokenIn(queue.sent[0]);
  await after.as('states', 'SendTaskSuccess', { taskToken, output: '"late"' });
  const again = after.as('states', 'SendTaskFailure', { taskToken });
  await expect(again).rejects.toMatchObject({ code: 'TaskTimedOut' });
  expect((await after.ended(execution)).output).toBe('"late"');
  expect(queue.sent.length).toBe(1);
  await after.stop();
});

test('a task in flight at a crash is performed again after the restart', async () => {
  let calls = 0;
  const hanging = fakeLambda({
    work: () =>
      new Promise(() => {
        calls += 1;
      }),
  });
  const before = await startWorkflows([hanging], { dataDir });
  const arn = await before.machine('works', { Work: { Type: 'Task', Resource: functionArn('work'), End: true } });
  const execution = await before.begin(arn);
  await before.crash();
  expect(calls).toBe(1);

  const after = await startWorkflows([fakeLambda({ work: () => 'done' })], { dataDir });
  expect((await after.ended(execution)).output).toBe('"done"');
  expect((await after.history(execution)).filter((type) => type === 'LambdaFunctionScheduled').length).toBe(1);
  await after.stop();
});

test('an execution is not counted as the cause of a crash while its steps are only being stored', async () => {
  const workflows = await startWorkflows([], { dataDir });
  const write = workflows.store.write.bind(workflows.store);
  const listed: boolean[] = [];
  workflows.store.write = (change) => {
    // When a step has been evaluated, the first character of its entry in the file is overwritten.
    listed.push(readFileSync(join(dataDir, 'in-hand'), 'utf8').includes('arn:aws:states'));
    return write(change);
  };
  const arn = await workflows.machine('passes', { Start: { Type: 'Pass', Next: 'End' }, End: { Type: 'Succeed' } });
  await workflows.ended(await workflows.begin(arn));
  await workflows.stop();
  expect(listed.length).toBeGreaterThan(1);
  expect(listed).toEqual(listed.map(() => false));
});

test('retries keep their count across a restart', async () => {
  let calls = 0;
  const failing = () => {
    calls += 1;
    throw Object.assign(new Error('no'), { name: 'Busy' });
  };
  const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 60, BackoffRate: 1, MaxAttempts: 2 }];
  const before = await startWorkflows([fakeLambda({ failing })], { dataDir });
  const arn = await before.machine('retries', {
    Try: { Type: 'Task', Resource: functionArn('failing'), Retry, End: true },
  });
  const execution = await before.begin(arn);
  await before.timers.advance(60_000);
  await before.inflight.idle();
  await before.crash();

  const after = await startWorkflows([fakeLambda({ failing })], { dataDir });
  await after.timers.advance(60_000);
  expect((await after.ended(execution)).error).toBe('Busy');
  expect(calls).toBe(3);
  await after.stop();
});

test('a child that ended while the process was down is reported to its parent', async () => {
  const queue = fakeQueue();
  const before = await startWorkflows([queue.module], { dataDir });
  const child = await before.machine('child', { Ask: { ...ASK, End: true } });
  const Run = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { StateMachineArn: child },
    End: true,
  };
  const execution = await before.begin(await before.machine('parent', { Run }));
  await before.inflight.idle();
  await before.crash();

  const after = await startWorkflows([queue.module], { dataDir });
  await after.as('states', 'SendTaskSuccess', { taskToken: tokenIn(queue.sent[0]), output: '7' });
  expect(JSON.parse(String((await after.ended(execution)).output)).Output).toBe(7);
  await after.stop();
});

test('a running execution keeps the definition with which it started, after an update and a restart', async () => {
  const before = await startWorkflows([], { dataDir });
  const definition = (Result: string) => ({
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Tell' },
    Tell: { Type: 'Pass', Result, End: true },
  });
  const arn = await before.machine('changes', definition('old'));
  const execution = await before.begin(arn);
  const changed = JSON.stringify({ StartAt: 'Rest', States: definition('new') });
  await before.as('states', 'UpdateStateMachine', { stateMachineArn: arn, definition: changed });
  await before.crash();

  const after = await startWorkflows([], { dataDir });
  const later = await after.begin(arn);
  await after.timers.advance(60_000);
  const outputs = [(await after.ended(execution)).output, (await after.ended(later)).output];
  expect(outputs).toEqual(['"old"', '"new"']);
  await after.stop();
});

test('a status event that was not published before a crash is published after the restart', async () => {
  const told: string[] = [];
  const deaf = { publishAwsEvent: () => new Promise<void>(() => {}) };
  const before = await startWorkflows([], { dataDir, ports: deaf });
  await before.begin(await before.machine('passes', { One: { Type: 'Pass', End: true } }));
  await before.crash();

  const publishAwsEvent = async ({ Detail }: { Detail: string }) => {
    told.push(JSON.parse(Detail).status);
  };
  const after = await startWorkflows([], { dataDir, ports: { publishAwsEvent } });
  await after.inflight.idle();
  await after.stop();
  expect(told).toEqual(['RUNNING', 'SUCCEEDED']);

  const third = await startWorkflows([], { dataDir, ports: { publishAwsEvent } });
  await third.inflight.idle();
  await third.stop();
  expect(told.length).toBe(2);
});

test('an activity task that had no worker at a crash is given to a worker after the restart', async () => {
  const before = await startWorkflows([], { dataDir });
  const { activityArn } = (await before.as('states', 'CreateActivity', { name: 'approve' })) as { activityArn: string };
  const arn = await before.machine('acts', { Act: { Type: 'Task', Resource: activityArn, End: true } });
  const execution = await before.begin(arn, { a: 1 });
  await before.crash();

  const after = await startWorkflows([], { dataDir });
  const task = (await after.as('states', 'GetActivityTask', { activityArn })) as { taskToken: string; input: string };
  expect(task.input).toBe('{"a":1}');
  await after.as('states', 'SendTaskSuccess', { taskToken: task.taskToken, output: '2' });
  expect((await after.ended(execution)).output).toBe('2');
  await after.stop();
});

test('ten thousand executions that wait for a token delay the start of the runtime by less than a second', async () => {
  const quiet = fakeService('sqs', { SendMessage: () => ({ MessageId: '1', MD5OfMessageBody: '0' }) });
  const before = await startWorkflows([quiet], { dataDir });
  const arn = await before.machine('asks', { Ask: { ...ASK, End: true } });
  for (let batch = 0; batch < 20; batch += 1) await Promise.all(Array.from({ length: 500 }, () => before.begin(arn)));
  await before.inflight.idle();
  await before.crash();

  let after: Workflows | undefined;
  const starting = async () => {
    after = await startWorkflows([quiet], { dataDir });
  };
  expect(await cpuMsOf(starting)).toBeLessThan(1_000);
  await after?.stop();
});

test('a Map Run continues after a crash, and its counts stay right', async () => {
  const begun: unknown[] = [];
  const hanging = fakeLambda({
    work: (event) => (event === 'a' ? 'done' : new Promise(() => begun.push(event))),
  });
  const before = await startWorkflows([hanging], { dataDir });
  const arn = await before.machine('runs', {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Work',
        States: { Work: { Type: 'Task', Resource: functionArn('work'), End: true } },
      },
      End: true,
    },
  });
  const executionArn = await before.begin(arn, ['a', 'b', 'c']);
  const { mapRuns } = (await before.as('states', 'ListMapRuns', { executionArn })) as {
    mapRuns: { mapRunArn: string }[];
  };
  const run = async (workflows: Workflows) =>
    (await workflows.as('states', 'DescribeMapRun', { mapRunArn: mapRuns[0]?.mapRunArn })) as {
      itemCounts: { succeeded: number };
    };
  while ((await run(before)).itemCounts.succeeded === 0) await new Promise((resolve) => setImmediate(resolve));
  await before.crash();

  const after = await startWorkflows([fakeLambda({ work: () => 'done' })], { dataDir });
  expect((await after.ended(executionArn)).status).toBe('SUCCEEDED');
  expect(await run(after)).toMatchObject({
    status: 'SUCCEEDED',
    itemCounts: { total: 3, succeeded: 3, running: 0, pending: 0 },
  });
  await after.stop();
});
