import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ASK, fakeLambda, fakeQueue, functionArn, startWorkflows, tokenIn } from '../step-functions.ts';

const DAY_MS = 86_400_000;

test('runs an execution of Pass states to its end before StartExecution responds', async () => {
  const workflows = await startWorkflows();
  const arn = await workflows.machine('passes', { One: { Type: 'Pass', Result: { a: 1 }, End: true } });
  const { status, output } = await workflows.describe(await workflows.begin(arn));
  expect([status, output]).toEqual(['SUCCEEDED', '{"a":1}']);
  await workflows.stop();
});

test('calls a function by its ARN and outputs its result', async () => {
  const workflows = await startWorkflows([fakeLambda({ greet: (event) => ({ greeted: event }) })]);
  const arn = await workflows.machine('tasks', { Greet: { Type: 'Task', Resource: functionArn('greet'), End: true } });
  const execution = await workflows.begin(arn, { name: 'Ada' });
  expect((await workflows.ended(execution)).output).toBe('{"greeted":{"name":"Ada"}}');
  expect(await workflows.history(execution)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  await workflows.stop();
});

test('retries after the delays of the retrier, on the runtime’s clock', async () => {
  const calledAtMs: number[] = [];
  const failing = () => {
    calledAtMs.push(workflows.clock.now());
    throw Object.assign(new Error('not now'), { name: 'Busy' });
  };
  const workflows = await startWorkflows([fakeLambda({ failing })]);
  const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 3600, BackoffRate: 2, MaxAttempts: 2 }];
  const arn = await workflows.machine('retries', {
    Try: { Type: 'Task', Resource: functionArn('failing'), Retry, End: true },
  });
  const execution = await workflows.begin(arn);
  await workflows.timers.advance(DAY_MS);
  const { status, error, cause } = await workflows.describe(execution);
  expect([status, error, cause]).toEqual(['FAILED', 'Busy', '{"errorType":"Busy","errorMessage":"not now"}']);
  const hours = calledAtMs.map((ms) => Math.round((ms - Number(calledAtMs[0])) / 3_600_000));
  expect(hours).toEqual([0, 1, 3]);
  await workflows.stop();
});

test('a Wait of a week ends when the clock is moved by a week', async () => {
  const workflows = await startWorkflows();
  const arn = await workflows.machine('waits', { Rest: { Type: 'Wait', Seconds: 7 * 86_400, End: true } });
  const execution = await workflows.begin(arn);
  await workflows.timers.advance(7 * DAY_MS - 1_000);
  expect((await workflows.describe(execution)).status).toBe('RUNNING');
  await workflows.timers.advance(1_000);
  expect((await workflows.describe(execution)).status).toBe('SUCCEEDED');
  await workflows.stop();
});

describe('a task that waits for its token', () => {
  const asking = async (state: Record<string, unknown> = {}) => {
    const queue = fakeQueue();
    const workflows = await startWorkflows([queue.module]);
    const arn = await workflows.machine('asks', { Ask: { ...ASK, ...state, End: true } });
    const execution = await workflows.begin(arn);
    await workflows.inflight.idle();
    return { workflows, execution, taskToken: tokenIn(queue.sent[0]) };
  };

  test('ends with the first answer; the second answer fails because the task does not exist any more', async () => {
    const { workflows, execution, taskToken } = await asking();
    await workflows.as('states', 'SendTaskSuccess', { taskToken, output: '"yes"' });
    const again = workflows.as('states', 'SendTaskSuccess', { taskToken, output: '"no"' });
    await expect(again).rejects.toMatchObject({ code: 'TaskTimedOut' });
    expect((await workflows.ended(execution)).output).toBe('"yes"');
    await workflows.stop();
  });

  test('accepts one of a success, a failure, a heartbeat, a stop and a timeout that arrive at the same time', async () => {
    const { workflows, execution, taskToken } = await asking({ TimeoutSeconds: 60 });
    const answers = await Promise.allSettled([
      workflows.as('states', 'SendTaskHeartbeat', { taskToken }),
      workflows.as('states', 'SendTaskFailure', { taskToken, error: 'No' }),
      workflows.as('states', 'SendTaskSuccess', { taskToken, output: '1' }),
      workflows.as('states', 'StopExecution', { executionArn: execution }),
      workflows.timers.advance(60_000),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect((await workflows.describe(execution)).error).toBe('No');
    const ends = (await workflows.history(execution)).filter((type) => /^Execution(?!Started)/.test(type));
    expect(ends).toEqual(['ExecutionFailed']);
    await workflows.stop();
  });

  test('ends exactly once for any combination of stimuli, in any order or at the same time', async () => {
    const answers = fc.constantFrom(
      'SendTaskSuccess',
      'SendTaskFailure',
      'SendTaskHeartbeat',
      'StopExecution',
      'advance',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(answers, { minLength: 1, maxLength: 4 }), { minLength: 1 }),
        async (rounds) => {
          const { workflows, execution, taskToken } = await asking({ TimeoutSeconds: 30, HeartbeatSeconds: 20 });
          const input = { taskToken, output: '1', executionArn: execution };
          for (const round of [...rounds, ['StopExecution']])
            await Promise.allSettled(
              round.map((each) =>
                each === 'advance' ? workflows.timers.advance(15_000) : workflows.as('states', each, input),
              ),
            );
          const ends = (await workflows.history(execution)).filter((type) => /^Execution(?!Started)/.test(type));
          const { status } = await workflows.describe(execution);
          await workflows.stop();
          expect(ends).toHaveLength(1);
          expect(status).not.toBe('RUNNING');
        },
      ),
      { numRuns: 40 },
    );
  });

  test('times out without heartbeats, and keeps waiting while heartbeats arrive', async () => {
    const { workflows, execution, taskToken } = await asking({ HeartbeatSeconds: 10, TimeoutSeconds: 3_600 });
    await workflows.timers.advance(8_000);
    await workflows.as('states', 'SendTaskHeartbeat', { taskToken });
    await workflows.timers.advance(8_000);
    expect((await workflows.describe(execution)).status).toBe('RUNNING');
    await workflows.timers.advance(2_000);
    expect((await workflows.describe(execution)).error).toBe('States.Timeout');
    await workflows.stop();
  });

  test('does not accept a token that was never issued', async () => {
    const { workflows, taskToken } = await asking();
    const forged = `${taskToken.slice(0, 12)}AAAA${taskToken.slice(16)}`;
    for (const token of ['nonsense', forged]) {
      const answer = workflows.as('states', 'SendTaskSuccess', { taskToken: token, output: '1' });
      await expect(answer).rejects.toMatchObject({ code: 'InvalidToken', message: "Invalid Token: 'Invalid token'" });
    }
    await workflows.stop();
  });
});

describe('an execution started by another', () => {
  const parent = (suffix: string, stateMachineArn: string) => ({
    Run: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${suffix}`,
      Parameters: { StateMachineArn: stateMachineArn, Input: { n: 1 } },
      End: true,
    },
  });

  test('gives its output to the parent task, as JSON with sync:2', async () => {
    const workflows = await startWorkflows();
    const child = await workflows.machine('child', { Done: { Type: 'Pass', End: true } });
    const arn = await workflows.machine('parent', parent('.sync:2', child));
    const { output } = await workflows.ended(await workflows.begin(arn));
    expect(JSON.parse(String(output))).toMatchObject({ Status: 'SUCCEEDED', Input: { n: 1 }, Output: { n: 1 } });
    await workflows.stop();
  });

  test('fails the parent task if it fails', async () => {
    const workflows = await startWorkflows();
    const child = await workflows.machine('child', { Fail: { Type: 'Fail', Error: 'Broken', Cause: 'It is' } });
    const arn = await workflows.machine('parent', parent('.sync', child));
    const { error, cause } = await workflows.ended(await workflows.begin(arn));
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(String(cause))).toMatchObject({ Error: 'Broken', Cause: 'It is', Input: '{"n":1}' });
    await workflows.stop();
  });

  test('is stopped together with its parent', async () => {
    const workflows = await startWorkflows();
    const child = await workflows.machine('child', { Rest: { Type: 'Wait', Seconds: 1_000, End: true } });
    const execution = await workflows.begin(await workflows.machine('parent', parent('.sync', child)));
    await workflows.inflight.idle();
    await workflows.as('states', 'StopExecution', { executionArn: execution });
    await workflows.inflight.idle();
    const { executions } = (await workflows.as('states', 'ListExecutions', { stateMachineArn: child })) as {
      executions: { status: string }[];
    };
    expect(executions.map(({ status }) => status)).toEqual(['ABORTED']);
    await workflows.stop();
  });
});
