import { describe, expect, test } from '@jest/globals';
import { Execution, ROLE_ARN, START_MS } from '../harness.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:check';
const QUEUE = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const ACTIVITY = 'arn:aws:states:us-east-1:000000000000:activity:review';

const lambda = (more: object = {}) => ({
  StartAt: 'Check',
  States: { Check: { Type: 'Task', Resource: LAMBDA, End: true, ...more } },
});
const waiting = (more: object = {}) => ({
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Task', Resource: QUEUE, Parameters: { 'Token.$': '$$.Task.Token' }, Catch: [], End: true, ...more },
    Late: { Type: 'Pass', End: true },
  },
});

describe('a Task', () => {
  test('invokes its Lambda function with the execution role and outputs the result', async () => {
    const execution = await new Execution(lambda(), { input: { a: 1 } }).begin();
    expect(execution.tasks).toEqual([
      {
        kind: 'runTask',
        taskId: 'task1@',
        stateName: 'Check',
        resource: LAMBDA,
        parameters: { a: 1 },
        roleArn: ROLE_ARN,
      },
    ]);
    await execution.give({ kind: 'taskStarted', taskId: 'task1@' });
    await execution.give({ kind: 'taskSucceeded', taskId: 'task1@', output: { b: 2 } });
    expect(execution.snapshot.output).toEqual({ b: 2 });
    expect(execution.chain()).toEqual([
      '1 0 ExecutionStarted',
      '2 0 TaskStateEntered',
      '3 2 LambdaFunctionScheduled',
      '4 3 LambdaFunctionStarted',
      '5 4 LambdaFunctionSucceeded',
      '6 5 TaskStateExited',
      '7 6 ExecutionSucceeded',
    ]);
  });

  test('writes Started even if the engine did not report the start', async () => {
    const execution = await new Execution(lambda()).begin();
    await execution.give({ kind: 'taskSucceeded', taskId: 'task1@', output: null });
    expect(execution.types().slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  test('writes a failure to schedule, start or submit as the event of that phase', async () => {
    const sync = {
      StartAt: 'Run',
      States: { Run: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', End: true } },
    };
    const failures: string[] = [];
    for (const [definition, phase] of [
      [lambda(), 'schedule'],
      [lambda(), 'start'],
      [sync, 'start'],
      [sync, 'submit'],
      [sync, 'run'],
    ] as const) {
      const execution = await new Execution(definition).begin();
      await execution.give({ kind: 'taskFailed', taskId: 'task1@', error: 'Oops', cause: 'why', phase });
      failures.push(execution.types().slice(3).join(' '));
    }
    expect(failures).toEqual([
      'LambdaFunctionScheduleFailed ExecutionFailed',
      'LambdaFunctionStartFailed ExecutionFailed',
      'TaskStartFailed ExecutionFailed',
      'TaskStarted TaskSubmitFailed ExecutionFailed',
      'TaskStarted TaskFailed ExecutionFailed',
    ]);
  });

  test('times out at TimeoutSeconds, cancels the work and fails with States.Timeout and no cause', async () => {
    const execution = await new Execution(waiting({ TimeoutSeconds: 60, Catch: undefined })).begin();
    expect(execution.timers).toEqual(new Map([['timeout2@', START_MS + 60_000]]));
    await execution.pass(60);
    expect(execution.snapshot).toMatchObject({ status: 'FAILED', error: 'States.Timeout', tasks: {} });
    expect(execution.snapshot.cause).toBeUndefined();
    expect(execution.cancelled).toEqual(['task1@']);
    expect(execution.detailsOf('TaskTimedOut')).toEqual([
      { resourceType: 'sqs', resource: 'sendMessage.waitForTaskToken', error: 'States.Timeout' },
    ]);
  });

  test('treats a missed heartbeat as States.HeartbeatTimeout and as States.Timeout', async () => {
    for (const name of ['States.HeartbeatTimeout', 'States.Timeout']) {
      const Catch = [{ ErrorEquals: [name], Next: 'Late' }];
      const execution = await new Execution(waiting({ HeartbeatSeconds: 10, Catch })).begin();
      await execution.pass(10);
      expect(execution.snapshot).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.Timeout', Cause: '' } });
    }
  });

  test('keeps waiting while heartbeats arrive, each within HeartbeatSeconds of the last', async () => {
    const execution = await new Execution(waiting({ HeartbeatSeconds: 10, Catch: undefined })).begin();
    for (let beats = 0; beats < 5; beats += 1) {
      await execution.pass(9);
      await execution.give({ kind: 'heartbeat', taskId: 'task1@' });
    }
    expect(execution.snapshot.status).toBe('RUNNING');
    await execution.pass(9);
    expect(execution.snapshot.status).toBe('RUNNING');
    await execution.pass(1);
    expect(execution.snapshot.error).toBe('States.Timeout');
  });

  test('sets a heartbeat timer again if it fires after a heartbeat has moved it', async () => {
    const execution = await new Execution(waiting({ HeartbeatSeconds: 10 })).begin();
    execution.nowMs += 5000;
    await execution.give({ kind: 'heartbeat', taskId: 'task1@' });
    execution.nowMs += 5000;
    const step = await execution.give({ kind: 'timerFired', timerId: 'heartbeat2@' });
    expect(step.events).toEqual([]);
    expect(step.effects).toEqual([{ kind: 'setTimer', timerId: 'heartbeat2@', dueMs: START_MS + 15_000 }]);
  });

  test('starts the heartbeat timeout of an activity when a worker takes the task', async () => {
    const definition = {
      StartAt: 'Review',
      States: { Review: { Type: 'Task', Resource: ACTIVITY, HeartbeatSeconds: 10, End: true } },
    };
    const execution = await new Execution(definition, { input: { id: 7 } }).begin();
    expect(execution.timers.size).toBe(0);
    expect(execution.snapshot.tasks).toEqual({
      'task1@': { stateName: 'Review', resource: ACTIVITY, token: 'token-1', heartbeatSeconds: 10 },
    });
    await execution.pass(3600);
    await execution.give({ kind: 'taskStarted', taskId: 'task1@', workerName: 'Ann' });
    expect(execution.detailsOf('ActivityStarted')).toEqual([{ workerName: 'Ann' }]);
    expect([...execution.timers.values()]).toEqual([START_MS + 3_610_000]);
  });

  test('reads timeouts by path and refuses values that are not positive integers', async () => {
    const definition = waiting({ TimeoutSecondsPath: '$.timeout', Catch: undefined });
    const good = await new Execution(definition, { input: { timeout: 30 } }).begin();
    expect(good.tasks[0]?.timeoutSeconds).toBe(30);
    const bad = await new Execution(definition, { input: { timeout: 'soon' } }).begin();
    expect(bad.snapshot).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('fails with States.DataLimitExceeded when its result is over 262,144 bytes', async () => {
    const execution = await new Execution(lambda({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Check' }] })).begin();
    await execution.give({ kind: 'taskSucceeded', taskId: 'task1@', output: 'a'.repeat(262_143) });
    expect(execution.detailsOf('LambdaFunctionFailed')).toEqual([
      {
        error: 'States.DataLimitExceeded',
        cause: `The state/task '${LAMBDA}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      },
    ]);
  });

  test('calls with the role of its Credentials', async () => {
    const Credentials = { 'RoleArn.$': '$.role' };
    const execution = await new Execution(lambda({ Credentials }), {
      input: { role: 'arn:aws:iam::1:role/other' },
    }).begin();
    expect(execution.tasks[0]?.roleArn).toBe('arn:aws:iam::1:role/other');
    expect(execution.detailsOf('LambdaFunctionScheduled')).toMatchObject([
      { taskCredentials: { roleArn: 'arn:aws:iam::1:role/other' } },
    ]);
  });
});

describe('Retry', () => {
  const Retry = [
    { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 },
    { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 1 },
  ];
  const fail = (execution: Execution, error: string) =>
    execution.give({ kind: 'taskFailed', taskId: execution.task('Check').taskId, error });

  test('waits longer each time, up to MaxDelaySeconds, and counts for each retrier', async () => {
    const execution = await new Execution(lambda({ Retry })).begin();
    const delays: number[] = [];
    for (const error of ['Busy', 'Broken', 'Busy', 'Busy']) {
      await fail(execution, error);
      delays.push(([...execution.timers.values()][0] ?? 0) - execution.nowMs);
      await execution.pass(20);
    }
    expect(delays).toEqual([2000, 1000, 6000, 10_000]);
    await fail(execution, 'Busy');
    expect(execution.snapshot).toMatchObject({ status: 'FAILED', error: 'Busy' });
    expect(execution.tasks).toHaveLength(5);
  });

  test('waits for a random part of the delay with full jitter', async () => {
    const jitter = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 8, JitterStrategy: 'FULL' }];
    const execution = await new Execution(lambda({ Retry: jitter })).begin();
    await fail(execution, 'Busy');
    expect([...execution.timers.values()]).toEqual([START_MS + 4000]);
  });

  test('uses a new token and shows the count in the context object', async () => {
    const definition = waiting({
      Parameters: { 'Token.$': '$$.Task.Token', 'Count.$': '$$.State.RetryCount' },
      Retry: [{ ErrorEquals: ['States.HeartbeatTimeout'], MaxAttempts: 5 }],
      HeartbeatSeconds: 10,
      Catch: undefined,
    });
    const execution = await new Execution(definition).begin();
    await execution.pass(11);
    expect(execution.tasks.map((each) => each.parameters)).toEqual([
      { Token: 'token-1', Count: 0 },
      { Token: 'token-2', Count: 1 },
    ]);
    expect(execution.cancelled).toEqual(['task1@']);
  });

  test('never retries States.Runtime', async () => {
    const definition = lambda({ OutputPath: '$.none', Retry: [{ ErrorEquals: ['States.ALL'] }] });
    const execution = await new Execution(definition).begin();
    await execution.give({ kind: 'taskSucceeded', taskId: 'task1@', output: {} });
    expect(execution.snapshot.error).toBe('States.Runtime');
  });
});

describe('Catch', () => {
  test('uses the first matching clause and writes the error to its ResultPath', async () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Check' },
      { ErrorEquals: ['States.TaskFailed'], ResultPath: '$.error', Next: 'After' },
      { ErrorEquals: ['States.ALL'], Next: 'Check' },
    ];
    const definition = {
      StartAt: 'Check',
      States: { Check: { Type: 'Task', Resource: LAMBDA, Catch, End: true }, After: { Type: 'Pass', End: true } },
    };
    const execution = await new Execution(definition, { input: { a: 1 } }).begin();
    await execution.give({ kind: 'taskFailed', taskId: 'task1@', error: 'Broken', cause: 'a reason' });
    expect(execution.snapshot.output).toEqual({ a: 1, error: { Error: 'Broken', Cause: 'a reason' } });
  });

  test('shows null for an error and cause that the worker omitted', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Late' }];
    const execution = await new Execution(waiting({ Catch })).begin();
    await execution.give({ kind: 'taskFailed', taskId: 'task1@' });
    expect(execution.snapshot.output).toEqual({ Error: null, Cause: null });
  });

  test('assigns variables from the error output in JSONata', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Check',
      States: {
        Check: {
          Type: 'Task',
          Resource: LAMBDA,
          Catch: [{ ErrorEquals: ['States.ALL'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'After' }],
          End: true,
        },
        After: { Type: 'Pass', Output: '{% $e %}', End: true },
      },
    };
    const execution = await new Execution(definition).begin();
    await execution.give({ kind: 'taskFailed', taskId: 'task1@', error: 'Broken' });
    expect(execution.snapshot.output).toBe('Broken');
  });
});
