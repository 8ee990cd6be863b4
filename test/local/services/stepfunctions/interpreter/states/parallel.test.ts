import { describe, expect, test } from '@jest/globals';
import { Execution } from '../harness.ts';

const task = (name: string) => ({
  StartAt: name,
  States: {
    [name]: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      TimeoutSeconds: 60,
      End: true,
    },
  },
});
const two = (more: object = {}) => ({
  StartAt: 'Both',
  States: {
    Both: { Type: 'Parallel', Branches: [task('Left'), task('Right')], Next: 'After', ...more },
    After: { Type: 'Pass', End: true },
  },
});
const succeed = (execution: Execution, name: string, output: string) =>
  execution.give({ kind: 'taskSucceeded', taskId: execution.task(name).taskId, output });
const fail = (execution: Execution, name: string) =>
  execution.give({ kind: 'taskFailed', taskId: execution.task(name).taskId, error: 'Broken', cause: 'a reason' });

describe('a Parallel', () => {
  test('returns the outputs in the order of its branches, whatever the order of their ends', async () => {
    const execution = await new Execution(two()).begin();
    await succeed(execution, 'Right', 'r');
    expect(execution.snapshot.status).toBe('RUNNING');
    await succeed(execution, 'Left', 'l');
    expect(execution.snapshot.output).toEqual(['l', 'r']);
    expect(execution.chain()).toEqual([
      '1 0 ExecutionStarted',
      '2 0 ParallelStateEntered',
      '3 2 ParallelStateStarted',
      '4 3 TaskStateEntered',
      '5 4 LambdaFunctionScheduled',
      '6 3 TaskStateEntered',
      '7 6 LambdaFunctionScheduled',
      '8 7 LambdaFunctionStarted',
      '9 8 LambdaFunctionSucceeded',
      '10 9 TaskStateExited',
      '11 5 LambdaFunctionStarted',
      '12 11 LambdaFunctionSucceeded',
      '13 12 TaskStateExited',
      '14 13 ParallelStateSucceeded',
      '15 13 ParallelStateExited',
      '16 15 PassStateEntered',
      '17 16 PassStateExited',
      '18 17 ExecutionSucceeded',
    ]);
  });

  test('stops the other branches when one fails', async () => {
    const execution = await new Execution(two()).begin();
    const right = execution.task('Right').taskId;
    const step = await fail(execution, 'Left');
    expect(execution.snapshot).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'a reason', tasks: {} });
    expect(execution.cancelled).toEqual([right]);
    expect(execution.timers.size).toBe(0);
    expect(step.events.map((event) => `${event.id} ${event.previousEventId} ${event.type}`)).toEqual([
      '8 5 LambdaFunctionStarted',
      '9 8 LambdaFunctionFailed',
      '10 9 TaskStateAborted',
      '11 9 TaskStateAborted',
      '12 9 ParallelStateFailed',
      '13 12 ExecutionFailed',
    ]);
    const late = await execution.give({ kind: 'taskSucceeded', taskId: right, output: 1 });
    expect(late.events).toEqual([]);
  });

  test('starts all branches again on a retry and continues at the state of a Catch', async () => {
    const Retry = [{ ErrorEquals: ['Broken'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'After' }];
    const execution = await new Execution(two({ Retry, Catch }), { input: { a: 1 } }).begin();
    await fail(execution, 'Left');
    await execution.pass(1);
    expect(execution.tasks.map((each) => each.stateName)).toEqual(['Left', 'Right', 'Left', 'Right']);
    await fail(execution, 'Right');
    expect(execution.snapshot.output).toEqual({ a: 1, error: { Error: 'Broken', Cause: 'a reason' } });
    expect(execution.types().filter((type) => type.startsWith('Parallel'))).toEqual([
      'ParallelStateEntered',
      'ParallelStateStarted',
      'ParallelStateStarted',
      'ParallelStateFailed',
      'ParallelStateExited',
    ]);
  });

  test('ends the execution immediately for States.Runtime in a branch', async () => {
    const branch = { StartAt: 'Bad', States: { Bad: { Type: 'Pass', InputPath: '$.none', End: true } } };
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'After' }];
    const execution = await new Execution(two({ Branches: [task('Left'), branch], Catch })).begin();
    expect(execution.snapshot).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.types().slice(-2)).toEqual(['PassStateEntered', 'ExecutionFailed']);
    expect(execution.tasks).toEqual([]);
  });

  test('lets branches read outer variables and keeps the variables of a branch inside it', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Pass', Assign: { own: name }, Next: `${name}2` },
        [`${name}2`]: { Type: 'Pass', Parameters: { 'outer.$': '$outer', 'own.$': '$own' }, End: true },
      },
    });
    const definition = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch('A'), branch('B')], Next: 'Look' },
        Look: { Type: 'Pass', Parameters: { 'own.$': '$own' }, End: true },
      },
    };
    const execution = await new Execution(definition).run();
    expect(execution.detailsOf('ParallelStateExited')).toMatchObject([
      { output: '[{"outer":1,"own":"A"},{"outer":1,"own":"B"}]' },
    ]);
    expect(execution.snapshot).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
