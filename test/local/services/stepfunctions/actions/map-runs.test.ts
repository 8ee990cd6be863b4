import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeLambda, functionArn, startWorkflows, type Workflows } from '../step-functions.ts';

type Answer = Record<string, unknown>;

let workflows: Workflows;
/** The open calls of the function `work`, by its input. */
let open: Map<string, { succeed(): void; fail(): void }>;

beforeEach(async () => {
  open = new Map();
  const work = (event: unknown) =>
    new Promise((resolve, reject) => {
      open.set(JSON.stringify(event), {
        succeed: () => resolve({ done: event }),
        fail: () => reject(Object.assign(new Error('It is broken'), { name: 'Broken' })),
      });
    });
  workflows = await startWorkflows([fakeLambda({ work })]);
});
afterEach(() => workflows.stop());

const call = async (action: string, input: Answer) => (await workflows.as('states', action, input)) as Answer;
const until = async <T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> => {
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Starts an execution with a distributed Map over the items; waits until `running` children call the function. */
const begin = async (map: Answer, items: unknown[], running: number, config: Answer = {}) => {
  const Each = {
    Type: 'Map',
    Label: 'Orders',
    ItemsPath: '$.items',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD', ...config },
      StartAt: 'Work',
      States: { Work: { Type: 'Task', Resource: functionArn('work'), End: true } },
    },
    End: true,
    ...map,
  };
  const arn = await workflows.machine('machine', { Each });
  const executionArn = await workflows.begin(arn, { items }, 'run');
  await calls(running);
  const { mapRuns } = await call('ListMapRuns', { executionArn });
  const [{ mapRunArn }] = mapRuns as [{ mapRunArn: string }];
  return { executionArn, mapRunArn };
};
const calls = (count: number) =>
  until(
    async () => open.size,
    (size) => size === count,
  );
const answer = (how: 'succeed' | 'fail', ...events: unknown[]) => {
  for (const event of events) {
    open.get(JSON.stringify(event))?.[how]();
    open.delete(JSON.stringify(event));
  }
};
const describeRun = (mapRunArn: string) => call('DescribeMapRun', { mapRunArn });
const statusIs = (mapRunArn: string, status: string) =>
  until(
    () => describeRun(mapRunArn),
    (run) => run.status === status,
  );
const children = async (mapRunArn: string, more: Answer = {}) =>
  (await call('ListExecutions', { mapRunArn, ...more })).executions as Answer[];

const NONE = {
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  resultsWritten: 0,
  failuresNotRedrivable: 0,
  pendingRedrive: 0,
};

test('a Map Run is listed and described while it runs and after its end', async () => {
  const { executionArn, mapRunArn } = await begin({ MaxConcurrency: 2 }, ['a', 'b', 'c'], 2);
  expect(mapRunArn).toMatch(/^arn:aws:states:us-east-1:000000000000:mapRun:machine\/Orders:[0-9a-f-]{36}$/);
  const running = await describeRun(mapRunArn);
  const counts = { ...NONE, total: 3, pending: 1, running: 2 };
  expect(running).toEqual({
    mapRunArn,
    executionArn,
    status: 'RUNNING',
    startDate: expect.any(Date),
    maxConcurrency: 2,
    toleratedFailureCount: 0,
    toleratedFailurePercentage: 0,
    itemCounts: counts,
    executionCounts: counts,
    redriveCount: 0,
  });
  answer('succeed', 'a', 'b');
  await calls(1);
  answer('succeed', 'c');
  await workflows.ended(executionArn);
  expect(await describeRun(mapRunArn)).toMatchObject({
    status: 'SUCCEEDED',
    stopDate: expect.any(Date),
    itemCounts: { ...NONE, total: 3, succeeded: 3 },
  });
  expect((await call('ListMapRuns', { executionArn })).mapRuns).toEqual([
    {
      executionArn,
      mapRunArn,
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
    },
  ]);
});

test('the children of a Map Run are listed, newest first, and described', async () => {
  const { mapRunArn } = await begin({ ToleratedFailureCount: 1 }, ['a', 'b', 'c'], 3);
  answer('succeed', 'a');
  answer('fail', 'b');
  await until(
    () => children(mapRunArn),
    (all) => all.filter(({ status }) => status === 'RUNNING').length === 1,
  );
  const listed = await children(mapRunArn);
  expect(listed.map(({ status }) => status)).toEqual(['RUNNING', 'FAILED', 'SUCCEEDED']);
  expect(listed[2]).toEqual({
    executionArn: expect.stringMatching(/:execution:machine\/Orders:[0-9a-f-]{36}$/),
    mapRunArn,
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine/Orders',
    name: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 'SUCCEEDED',
    startDate: expect.any(Date),
    stopDate: expect.any(Date),
    itemCount: 1,
    redriveCount: 0,
  });
  expect((await children(mapRunArn, { statusFilter: 'FAILED' })).map(({ name }) => name)).toEqual([listed[1]?.name]);
  const first = await call('ListExecutions', { mapRunArn, maxResults: 2 });
  expect(first.executions).toEqual(listed.slice(0, 2));
  const rest = await call('ListExecutions', { mapRunArn, maxResults: 2, nextToken: first.nextToken });
  expect(rest).toEqual({ executions: listed.slice(2) });
  expect(await workflows.describe(String(listed[2]?.executionArn))).toMatchObject({
    mapRunArn,
    status: 'SUCCEEDED',
    input: '"a"',
    output: '{"done":"a"}',
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  });
  expect(await workflows.describe(String(listed[1]?.executionArn))).toMatchObject({
    status: 'FAILED',
    error: 'Broken',
    redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
  });
});

test('a list of executions is of a state machine or of a Map Run, not of both', async () => {
  const { executionArn, mapRunArn } = await begin({}, [1], 1);
  const { stateMachineArn } = await call('DescribeExecution', { executionArn });
  for (const input of [{ stateMachineArn, mapRunArn }, {}])
    await expect(call('ListExecutions', input)).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Must specify either a Map Run ARN or a State Machine ARN',
    });
});

test('the children of type Express have Express ARNs and no redrive count', async () => {
  const { mapRunArn } = await begin({}, ['a'], 1, { ExecutionType: 'EXPRESS' });
  answer('succeed', 'a');
  await statusIs(mapRunArn, 'SUCCEEDED');
  const [child] = await children(mapRunArn);
  expect(child?.executionArn).toMatch(/:express:machine\/Orders:[0-9a-f-]{36}:[0-9a-f-]{36}$/);
  expect(child).not.toHaveProperty('redriveCount');
  expect(await workflows.describe(String(child?.executionArn))).toMatchObject({ mapRunArn, output: '{"done":"a"}' });
});

test('with an ItemBatcher items and executions are counted separately', async () => {
  const { mapRunArn } = await begin({ ItemBatcher: { MaxItemsPerBatch: 2 } }, ['a', 'b', 'c'], 2);
  answer('succeed', { Items: ['a', 'b'] });
  const run = await until(
    () => describeRun(mapRunArn),
    ({ itemCounts }) => (itemCounts as { succeeded: number }).succeeded > 0,
  );
  expect(run).toMatchObject({
    itemCounts: { total: 3, succeeded: 2, running: 1 },
    executionCounts: { total: 2, succeeded: 1, running: 1 },
  });
});

test('a stopped execution aborts its Map Run and the running children', async () => {
  const { executionArn, mapRunArn } = await begin({ MaxConcurrency: 1 }, ['a', 'b'], 1);
  await call('StopExecution', { executionArn });
  expect(await describeRun(mapRunArn)).toMatchObject({
    status: 'ABORTED',
    executionCounts: { ...NONE, total: 2, aborted: 1, pending: 1 },
  });
});

describe('UpdateMapRun', () => {
  test('starts more children after MaxConcurrency was raised', async () => {
    const { mapRunArn } = await begin({ MaxConcurrency: 1 }, ['a', 'b', 'c'], 1);
    expect(await call('UpdateMapRun', { mapRunArn, maxConcurrency: 3 })).toEqual({});
    await calls(3);
    expect(await describeRun(mapRunArn)).toMatchObject({ maxConcurrency: 3, executionCounts: { running: 3 } });
  });

  test('lets running children continue after MaxConcurrency was lowered', async () => {
    const { executionArn, mapRunArn } = await begin({ MaxConcurrency: 2 }, ['a', 'b', 'c'], 2);
    await call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 });
    answer('succeed', 'a');
    await until(
      () => describeRun(mapRunArn),
      ({ itemCounts }) => (itemCounts as { succeeded: number }).succeeded === 1,
    );
    expect([...open.keys()]).toEqual(['"b"']);
    answer('succeed', 'b');
    await calls(1);
    answer('succeed', 'c');
    expect((await workflows.ended(executionArn)).status).toBe('SUCCEEDED');
  });

  test('raises the tolerated failures', async () => {
    const { executionArn, mapRunArn } = await begin({}, ['a', 'b'], 2);
    await call('UpdateMapRun', { mapRunArn, toleratedFailurePercentage: 50 });
    answer('fail', 'a');
    answer('succeed', 'b');
    expect((await workflows.ended(executionArn)).status).toBe('SUCCEEDED');
    expect(await describeRun(mapRunArn)).toMatchObject({
      toleratedFailurePercentage: 50,
      itemCounts: { failed: 1, succeeded: 1 },
    });
  });

  test('fails the Map Run if more children have failed than it tolerates now', async () => {
    const { executionArn, mapRunArn } = await begin({ ToleratedFailureCount: 2 }, ['a', 'b', 'c'], 3);
    answer('fail', 'a', 'b');
    await until(
      () => describeRun(mapRunArn),
      ({ itemCounts }) => (itemCounts as { failed: number }).failed === 2,
    );
    await call('UpdateMapRun', { mapRunArn, toleratedFailureCount: 1 });
    expect(await workflows.ended(executionArn)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(await describeRun(mapRunArn)).toMatchObject({ status: 'FAILED', itemCounts: { failed: 2, aborted: 1 } });
  });

  test('refuses a Map Run that has ended or does not exist, and invalid limits', async () => {
    const { executionArn, mapRunArn } = await begin({}, ['a'], 1);
    await expect(call('UpdateMapRun', { mapRunArn })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(call('UpdateMapRun', { mapRunArn, maxConcurrency: -1 })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(call('UpdateMapRun', { mapRunArn, toleratedFailurePercentage: 101 })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    answer('succeed', 'a');
    await workflows.ended(executionArn);
    await expect(call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 })).rejects.toMatchObject({
      message: 'Map Run is SUCCEEDED and cannot be updated',
    });
    await expect(call('DescribeMapRun', { mapRunArn: `${mapRunArn}0` })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    await expect(call('DescribeMapRun', { mapRunArn: executionArn })).rejects.toMatchObject({ code: 'InvalidArn' });
  });
});

describe('a redrive of the execution', () => {
  test('redrives the unsuccessful children within the concurrency limit', async () => {
    const { executionArn, mapRunArn } = await begin({ MaxConcurrency: 3 }, ['a', 'b', 'c', 'd'], 3);
    answer('succeed', 'b');
    await calls(3);
    answer('fail', 'a');
    await workflows.ended(executionArn);
    expect(await describeRun(mapRunArn)).toMatchObject({
      status: 'FAILED',
      itemCounts: { ...NONE, total: 4, succeeded: 1, failed: 1, aborted: 2 },
    });
    open.clear();
    await call('RedriveExecution', { executionArn });
    await calls(3);
    expect([...open.keys()].toSorted()).toEqual(['"a"', '"c"', '"d"']);
    expect(await describeRun(mapRunArn)).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      redriveDate: expect.any(Date),
      itemCounts: { ...NONE, total: 4, succeeded: 1, running: 3 },
    });
    expect((await children(mapRunArn, { redriveFilter: 'REDRIVEN' })).map(({ redriveCount }) => redriveCount)).toEqual([
      1, 1, 1,
    ]);
    answer('succeed', 'a', 'c', 'd');
    expect(await workflows.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(await describeRun(mapRunArn)).toMatchObject({ status: 'SUCCEEDED', itemCounts: { succeeded: 4 } });
    const types = await workflows.history(executionArn);
    expect(types.filter((type) => type.startsWith('MapRun'))).toEqual([
      'MapRunStarted',
      'MapRunFailed',
      'MapRunRedriven',
      'MapRunSucceeded',
    ]);
  });

  test('keeps further unsuccessful children pending until others have ended', async () => {
    const { executionArn, mapRunArn } = await begin({}, ['a', 'b', 'c'], 3);
    await call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 });
    answer('fail', 'a');
    await workflows.ended(executionArn);
    open.clear();
    await call('RedriveExecution', { executionArn });
    await calls(1);
    expect(await describeRun(mapRunArn)).toMatchObject({
      executionCounts: { ...NONE, total: 3, running: 1, pendingRedrive: 2 },
    });
    expect(await children(mapRunArn, { statusFilter: 'PENDING_REDRIVE' })).toHaveLength(2);
    for (const event of ['a', 'b', 'c']) {
      await until(
        async () => open.has(JSON.stringify(event)),
        (isOpen) => isOpen,
      );
      answer('succeed', event);
    }
    expect((await workflows.ended(executionArn)).status).toBe('SUCCEEDED');
  });

  test('starts Express children again', async () => {
    const { executionArn, mapRunArn } = await begin({}, ['a', 'b'], 2, { ExecutionType: 'EXPRESS' });
    answer('fail', 'a');
    await workflows.ended(executionArn);
    open.clear();
    await call('RedriveExecution', { executionArn });
    await calls(2);
    answer('succeed', 'a', 'b');
    expect((await workflows.ended(executionArn)).status).toBe('SUCCEEDED');
    expect((await children(mapRunArn)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });
});

test('actions on one child are refused: its parent is redriven, and its history is not kept', async () => {
  const { mapRunArn } = await begin({}, ['a'], 1);
  const [child] = await children(mapRunArn);
  const executionArn = String(child?.executionArn);
  await expect(call('RedriveExecution', { executionArn })).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
  for (const action of ['GetExecutionHistory', 'StopExecution', 'DescribeStateMachineForExecution'])
    await expect(call(action, { executionArn })).rejects.toMatchObject({
      message: `states:${action} of a child execution of a Map Run is not supported by the one-machine runtime.`,
    });
});

test('Map Runs and children are removed with their execution after 90 days', async () => {
  const { executionArn, mapRunArn } = await begin({}, ['a'], 1);
  answer('succeed', 'a');
  await workflows.ended(executionArn);
  const [child] = await children(mapRunArn);
  await workflows.inflight.idle();
  await workflows.timers.advance(91 * 24 * 3_600_000);
  await expect(describeRun(mapRunArn)).rejects.toMatchObject({ code: 'ResourceNotFound' });
  await expect(workflows.describe(String(child?.executionArn))).rejects.toMatchObject({
    code: 'ExecutionDoesNotExist',
  });
});
