import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ASK, fakeLambda, fakeQueue, functionArn, startWorkflows, tokenIn, type Workflows } from '../step-functions.ts';

const DAY_MS = 86_400_000;
let queue: ReturnType<typeof fakeQueue>;
let workflows: Workflows;
let fails = true;
const unsteady = () => {
  if (fails) throw Object.assign(new Error('down'), { name: 'Down' });
  return 'up';
};
beforeEach(async () => {
  fails = true;
  queue = fakeQueue();
  workflows = await startWorkflows([queue.module, fakeLambda({ unsteady })]);
});
afterEach(() => workflows.stop());

const call = async (action: string, input: Record<string, unknown> = {}) =>
  (await workflows.as('states', action, input)) as Record<string, unknown>;
const asking = () => workflows.machine('asks', { Ask: { ...ASK, End: true } });

describe('StartExecution', () => {
  test('returns the running execution if name and input are the same', async () => {
    const arn = await asking();
    const [first, second] = await Promise.all([
      workflows.begin(arn, { a: 1 }, 'once'),
      workflows.begin(arn, { a: 1 }, 'once'),
    ]);
    expect(second).toBe(first);
    await workflows.inflight.idle();
    expect(queue.sent.length).toBe(1);
    await expect(workflows.begin(arn, { a: 2 }, 'once')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await call('StopExecution', { executionArn: first });
    await expect(workflows.begin(arn, { a: 1 }, 'once')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  test.each([
    [{ input: '{' }, 'InvalidExecutionInput'],
    [{ input: '['.repeat(100_000) }, 'InvalidExecutionInput'],
    [{ input: 'x'.repeat(262_145) }, 'ValidationException'],
    [{ name: 'a/b' }, 'InvalidName'],
    [{ stateMachineArn: 'flow' }, 'InvalidArn'],
    [{ stateMachineArn: 'arn:aws:states:us-east-1:000000000000:execution:a:b' }, 'InvalidArn'],
    [{ stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:none' }, 'StateMachineDoesNotExist'],
  ])('refuses a wrong parameter (%#) with %s', async (wrong, code) => {
    const stateMachineArn = await asking();
    await expect(call('StartExecution', { stateMachineArn, ...wrong })).rejects.toMatchObject({ code });
  });
});

// Lengths of the API reference: https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
test.each([
  ['SendTaskSuccess', 'taskToken', 2_048, { output: '1' }],
  ['SendTaskFailure', 'taskToken', 2_048, {}],
  ['SendTaskHeartbeat', 'taskToken', 2_048, {}],
  ['SendTaskFailure', 'error', 256, { taskToken: 'x' }],
  ['SendTaskFailure', 'cause', 32_768, { taskToken: 'x' }],
  ['DescribeExecution', 'executionArn', 256, {}],
  ['StopExecution', 'executionArn', 256, {}],
  ['DescribeStateMachine', 'stateMachineArn', 256, {}],
  ['GetActivityTask', 'activityArn', 256, {}],
  ['DeleteActivity', 'activityArn', 256, {}],
  ['ListTagsForResource', 'resourceArn', 256, {}],
  ['ListStateMachines', 'nextToken', 3_096, {}],
])('%s refuses a %s of more than %d characters', async (action, name, most, others) => {
  await expect(call(action, { ...others, [name]: 'x'.repeat(most + 1) })).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining(
      `'${name}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    ),
  });
  await expect(call(action, { ...others, [name]: 'x'.repeat(most) })).rejects.not.toMatchObject({
    code: 'ValidationException',
  });
});

test('lists executions newest first, in pages and by status', async () => {
  const arn = await asking();
  for (const name of ['a', 'b', 'c']) await workflows.begin(arn, {}, name);
  await call('StopExecution', { executionArn: `${arn.replace('stateMachine', 'execution')}:b`, error: 'Enough' });
  const names = (page: Record<string, unknown>) => (page.executions as { name: string }[]).map(({ name }) => name);
  const first = await call('ListExecutions', { stateMachineArn: arn, maxResults: 2 });
  const second = await call('ListExecutions', { stateMachineArn: arn, maxResults: 2, nextToken: first.nextToken });
  expect([names(first), names(second)]).toEqual([['c', 'b'], ['a']]);
  expect(names(await call('ListExecutions', { stateMachineArn: arn, statusFilter: 'ABORTED' }))).toEqual(['b']);
  expect(names(await call('ListExecutions', { stateMachineArn: arn, redriveFilter: 'REDRIVEN' }))).toEqual([]);
});

test('returns the history in pages, in both directions, with and without execution data', async () => {
  const arn = await workflows.machine('two', { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } });
  const executionArn = await workflows.begin(arn, { secret: 1 });
  const read = async (input: Record<string, unknown>) => {
    const ids: number[] = [];
    for (let nextToken: unknown; ; ) {
      const page = await call('GetExecutionHistory', { executionArn, maxResults: 4, nextToken, ...input });
      ids.push(...(page.events as { id: number }[]).map(({ id }) => id));
      nextToken = page.nextToken;
      if (nextToken === undefined) return ids;
    }
  };
  expect(await read({})).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await read({ reverseOrder: true })).toEqual([6, 5, 4, 3, 2, 1]);
  const bare = await call('GetExecutionHistory', { executionArn, includeExecutionData: false });
  expect(JSON.stringify(bare)).not.toContain('secret');
});

test('a redrive runs the failed state again and increments the redrive count', async () => {
  const arn = await workflows.machine('redriven', {
    Before: { Type: 'Pass', Result: 1, Next: 'Try' },
    Try: { Type: 'Task', Resource: functionArn('unsteady'), End: true },
  });
  const executionArn = await workflows.begin(arn);
  expect(await workflows.ended(executionArn)).toMatchObject({ error: 'Down', redriveStatus: 'REDRIVABLE' });
  fails = false;
  await call('RedriveExecution', { executionArn });
  expect(await workflows.ended(executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    output: '"up"',
    redriveCount: 1,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  });
  const types = await workflows.history(executionArn);
  expect(types.filter((type) => type === 'PassStateEntered').length).toBe(1);
  expect(types).toContain('ExecutionRedriven');
  await expect(call('RedriveExecution', { executionArn })).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
});

test('an execution is not redrivable two weeks after its end, and is removed after ninety days', async () => {
  const arn = await workflows.machine('fails', { Fail: { Type: 'Fail', Error: 'No' } });
  const executionArn = await workflows.begin(arn);
  await workflows.timers.advance(15 * DAY_MS);
  await expect(call('RedriveExecution', { executionArn })).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
  await workflows.timers.advance(77 * DAY_MS);
  await expect(workflows.describe(executionArn)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
});

test('the error for the token of an ended execution differs from that for an unknown token', async () => {
  const executionArn = await workflows.begin(await asking());
  await workflows.inflight.idle();
  await call('StopExecution', { executionArn, error: 'Enough', cause: 'Closed' });
  const taskToken = tokenIn(queue.sent[0]);
  await expect(call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({ code: 'TaskTimedOut' });
  await workflows.timers.advance(92 * DAY_MS);
  await expect(call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({ code: 'TaskDoesNotExist' });
});

test.each(['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'])(
  'the error of %s for a malformed task token does not show the token',
  async (action) => {
    for (const taskToken of [['secret-token'], { a: 'secret-token' }, 'secret-token'.repeat(200)]) {
      const refused = await call(action, { taskToken, output: '1' }).catch((error: Error) => error.message);
      expect(refused).toContain("at 'taskToken'");
      expect(refused).not.toContain('secret-token');
    }
  },
);

test('an output that is not JSON is refused, and the task still waits', async () => {
  const executionArn = await workflows.begin(await asking());
  await workflows.inflight.idle();
  const taskToken = tokenIn(queue.sent[0]);
  const answer = call('SendTaskSuccess', { taskToken, output: 'yes' });
  await expect(answer).rejects.toMatchObject({ code: 'InvalidOutput' });
  expect((await workflows.describe(executionArn)).status).toBe('RUNNING');
});

describe('Express state machines', () => {
  const express = (states: Record<string, unknown>) => workflows.machine('fast', states, { type: 'EXPRESS' });

  test('StartSyncExecution returns the result of the execution', async () => {
    const stateMachineArn = await express({ Try: { Type: 'Task', Resource: functionArn('unsteady'), End: true } });
    const failed = await call('StartSyncExecution', { stateMachineArn, name: 'same' });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Down', name: 'same' });
    fails = false;
    const done = await call('StartSyncExecution', { stateMachineArn, name: 'same' });
    expect(done).toMatchObject({ status: 'SUCCEEDED', output: '"up"', billingDetails: { billedMemoryUsedInMB: 64 } });
    expect(done.executionArn).toMatch(/^arn:aws:states:us-east-1:000000000000:express:fast:same:[0-9a-f-]{36}$/);
  });

  test('StartSyncExecution omits input and output if only metadata are wanted', async () => {
    const stateMachineArn = await express({ Done: { Type: 'Pass', End: true } });
    const { input, inputDetails, output, outputDetails } = await call('StartSyncExecution', {
      stateMachineArn,
      input: '{"a":1}',
      includedData: 'METADATA_ONLY',
    });
    expect({ input, inputDetails, output, outputDetails }).toEqual({
      inputDetails: { included: false },
      outputDetails: { included: false },
    });
    await expect(call('StartSyncExecution', { stateMachineArn, includedData: 'NONE' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });

  test('time out after five minutes, and leave no row in the store', async () => {
    const stateMachineArn = await express({ Rest: { Type: 'Wait', Seconds: 3_600, End: true } });
    const outcome = call('StartSyncExecution', { stateMachineArn });
    await workflows.inflight.idle();
    await workflows.timers.advance(300_000);
    expect((await outcome).status).toBe('TIMED_OUT');
    const left = workflows.store.prepare('SELECT COUNT(*) AS count FROM states_executions').get();
    expect(left?.count).toBe(0);
  });

  test('are not listed, and StartSyncExecution refuses Standard state machines', async () => {
    const arn = await express({ Done: { Type: 'Succeed' } });
    const wrongType = { code: 'StateMachineTypeNotSupported' };
    await expect(call('ListExecutions', { stateMachineArn: arn })).rejects.toMatchObject(wrongType);
    await expect(call('StartSyncExecution', { stateMachineArn: await asking() })).rejects.toMatchObject(wrongType);
    const executionArn = await workflows.begin(arn);
    await expect(workflows.describe(executionArn)).rejects.toMatchObject({
      code: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
  });
});

describe('activities', () => {
  const activity = async (state: Record<string, unknown> = {}) => {
    const { activityArn } = (await call('CreateActivity', { name: 'approve' })) as { activityArn: string };
    const arn = await workflows.machine('acts', { Act: { Type: 'Task', Resource: activityArn, ...state, End: true } });
    return { activityArn, arn };
  };

  test('give each task to exactly one worker, also to a worker that already waits', async () => {
    const { activityArn, arn } = await activity();
    const polls = ['one', 'two'].map((workerName) => call('GetActivityTask', { activityArn, workerName }));
    const executions = [await workflows.begin(arn, 1), await workflows.begin(arn, 2)];
    const tasks = await Promise.all(polls);
    expect(tasks.map(({ input }) => input)).toEqual(['1', '2']);
    for (const { taskToken, input } of tasks) await call('SendTaskSuccess', { taskToken, output: input });
    const outputs = await Promise.all(executions.map(async (each) => (await workflows.ended(each)).output));
    expect(outputs).toEqual(['1', '2']);
    expect(await workflows.history(executions[0] ?? '')).toContain('ActivityStarted');
  });

  test('give no task to a disconnected worker, and no task that has timed out', async () => {
    const { activityArn, arn } = await activity({ TimeoutSeconds: 60 });
    const gone = new AbortController();
    const left = workflows.services.callByName(
      'states',
      'GetActivityTask',
      { activityArn },
      workflows.identities.administrator(),
      {
        signal: gone.signal,
      },
    );
    gone.abort();
    expect(await left).toEqual({});
    await workflows.begin(arn, 1);
    await workflows.timers.advance(60_000);
    await workflows.begin(arn, 2);
    expect((await call('GetActivityTask', { activityArn })).input).toBe('2');
  });

  test('fail the task if they do not exist', async () => {
    const { activityArn, arn } = await activity();
    await call('DeleteActivity', { activityArn });
    const executionArn = await workflows.begin(arn);
    expect((await workflows.ended(executionArn)).error).toBe('ActivityDoesNotExist');
    expect(await workflows.history(executionArn)).toContain('ActivityScheduleFailed');
  });

  test('can be deleted while a run waits: a worker still answers its task, any other task ends by its timeout', async () => {
    const { activityArn, arn } = await activity({ TimeoutSeconds: 60 });
    const answered = await workflows.begin(arn, 1);
    const { taskToken } = await call('GetActivityTask', { activityArn });
    const left = await workflows.begin(arn, 2);
    await call('DeleteActivity', { activityArn });
    await call('SendTaskSuccess', { taskToken, output: '"done"' });
    expect((await workflows.ended(answered)).output).toBe('"done"');
    await workflows.timers.advance(60_000);
    expect(await workflows.ended(left)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await workflows.history(left)).toContain('ActivityTimedOut');
  });

  test('are named in the error if they do not exist', async () => {
    const activityArn = 'arn:aws:states:us-east-1:000000000000:activity:none';
    const poll = call('GetActivityTask', { activityArn });
    await expect(poll).rejects.toMatchObject({
      code: 'ActivityDoesNotExist',
      message: `Activity Does Not Exist: '${activityArn}'`,
    });
  });
});
