import { describe, expect, test } from '@jest/globals';
import { UnreadableDefinition } from '../../../../../local/src/services/stepfunctions/interpreter/parse-state-machine.ts';
import { Execution, machineOf, START_MS } from './harness.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const task = (name: string, more: object = {}) => ({ [name]: { Type: 'Task', Resource: LAMBDA, End: true, ...more } });
const linear = {
  StartAt: 'First',
  States: { First: { Type: 'Pass', Result: { done: 1 }, Next: 'Second' }, ...task('Second') },
};

describe('a stop', () => {
  test('aborts the execution with the error and cause given, once', async () => {
    const execution = await new Execution(linear).begin();
    await execution.give({ kind: 'stop', error: 'Enough', cause: 'by hand' });
    expect(execution.snapshot).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand', tasks: {} });
    expect(execution.types().slice(-2)).toEqual(['LambdaFunctionScheduled', 'ExecutionAborted']);
    expect(execution.detailsOf('ExecutionAborted')).toEqual([{ error: 'Enough', cause: 'by hand' }]);
    expect(execution.cancelled).toEqual(['task1@']);
    for (const kind of ['stop', 'start'] as const) expect((await execution.give({ kind })).events).toEqual([]);
  });

  test('ignores an answer that arrives after it', async () => {
    const execution = await new Execution(linear).begin();
    await execution.give({ kind: 'stop' });
    const { snapshot } = execution;
    const step = await execution.give({ kind: 'taskSucceeded', taskId: 'task1@', output: 1 });
    expect(step.snapshot).toBe(snapshot);
    expect(step.effects).toEqual([]);
  });
});

describe("the state machine's TimeoutSeconds", () => {
  test('ends the execution with TIMED_OUT', async () => {
    const execution = await new Execution({ ...linear, TimeoutSeconds: 30 }).begin();
    await execution.pass(30);
    expect(execution.snapshot).toMatchObject({ status: 'TIMED_OUT' });
    expect(execution.snapshot.error).toBeUndefined();
    expect(execution.types().at(-1)).toBe('ExecutionTimedOut');
    expect(execution.detailsOf('ExecutionTimedOut')).toEqual([{ error: 'States.Timeout' }]);
    expect(execution.cancelled).toEqual(['task1@']);
  });

  test('is cleared if the execution ends earlier', async () => {
    const execution = await new Execution({ ...linear, TimeoutSeconds: 30 }).begin();
    await execution.give({ kind: 'taskSucceeded', taskId: 'task1@', output: 1 });
    expect(execution.timers.size).toBe(0);
  });
});

const wait = { StartAt: 'Pause', States: { Pause: { Type: 'Wait', Seconds: 90, End: true } } };
const iterated = { Type: 'Map', ItemProcessor: wait, End: true };

describe('an execution that a stop or its timeout ends writes only its final event, with previousEventId 0', () => {
  test.each([
    ['a Task', { StartAt: 'Second', States: task('Second') }],
    ['a Wait', wait],
    ['a Parallel', { StartAt: 'All', States: { All: { Type: 'Parallel', Branches: [wait, wait], End: true } } }],
    ['an inline Map', { StartAt: 'Each', States: { Each: iterated } }],
    ['a retry', { StartAt: 'Second', States: task('Second', { Retry: [{ ErrorEquals: ['States.ALL'] }] }) }],
  ])('in %s', async (_, definition) => {
    const stopped = await new Execution(definition, { input: [1, 2] }).begin();
    const timed = await new Execution({ ...definition, TimeoutSeconds: 30 }, { input: [1, 2] }).begin();
    const before = stopped.types();
    await stopped.give({ kind: 'stop' });
    await timed.pass(30);
    const id = before.length + 1;
    expect(stopped.types()).toEqual([...before, 'ExecutionAborted']);
    expect(stopped.chain().at(-1)).toBe(`${id} 0 ExecutionAborted`);
    expect(stopped.detailsOf('ExecutionAborted')).toEqual([{}]);
    expect(timed.types()).toEqual([...before, 'ExecutionTimedOut']);
    expect(timed.chain().at(-1)).toBe(`${id} 0 ExecutionTimedOut`);
  });
});

describe('a redrive', () => {
  test('runs the failed state again with its input, but no successful state', async () => {
    const execution = await new Execution({ ...linear, TimeoutSeconds: 30 }).begin();
    await execution.give({ kind: 'taskFailed', taskId: 'task1@', error: 'Broken' });
    execution.nowMs += 60_000;
    await execution.give({ kind: 'redrive' });
    expect(execution.snapshot).toMatchObject({
      status: 'RUNNING',
      execution: { redriveCount: 1, redriveMs: START_MS + 60_000 },
    });
    expect(execution.snapshot.error).toBeUndefined();
    expect([...execution.timers]).toEqual([['execution@', START_MS + 90_000]]);
    expect(execution.task('Second').parameters).toEqual({ done: 1 });
    await execution.give({ kind: 'taskSucceeded', taskId: execution.task('Second').taskId, output: 'now' });
    expect(execution.snapshot).toMatchObject({ status: 'SUCCEEDED', output: 'now' });
    expect(execution.chain().slice(7)).toEqual([
      '8 7 ExecutionFailed',
      '9 8 ExecutionRedriven',
      '10 9 LambdaFunctionScheduled',
      '11 10 LambdaFunctionStarted',
      '12 11 LambdaFunctionSucceeded',
      '13 12 TaskStateExited',
      '14 13 ExecutionSucceeded',
    ]);
    expect(execution.detailsOf('ExecutionRedriven')).toEqual([{ redriveCount: 1 }]);
  });

  test('runs only the unsuccessful branches of a Parallel again', async () => {
    const definition = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: ['A', 'B', 'C'].map((name) => ({ StartAt: name, States: task(name) })),
          End: true,
        },
      },
    };
    const execution = await new Execution(definition).begin();
    await execution.give({ kind: 'taskSucceeded', taskId: execution.task('A').taskId, output: 'a' });
    await execution.give({ kind: 'taskFailed', taskId: execution.task('B').taskId, error: 'Broken' });
    await execution.give({ kind: 'redrive' });
    expect(execution.tasks.slice(3).map((each) => each.stateName)).toEqual(['B', 'C']);
    for (const name of ['B', 'C']) {
      await execution.give({ kind: 'taskSucceeded', taskId: execution.task(name).taskId, output: name.toLowerCase() });
    }
    expect(execution.snapshot.output).toEqual(['a', 'b', 'c']);
  });

  test('runs only the unsuccessful iterations of a Map again, and those that had not started', async () => {
    const definition = {
      StartAt: 'Each',
      States: {
        Each: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: { StartAt: 'One', States: task('One') }, End: true },
      },
    };
    const execution = await new Execution(definition, { input: [1, 2, 3] }).begin();
    await execution.give({ kind: 'taskSucceeded', taskId: execution.tasks[0]?.taskId ?? '', output: 10 });
    await execution.give({ kind: 'taskFailed', taskId: execution.tasks[1]?.taskId ?? '', error: 'Broken' });
    await execution.give({ kind: 'redrive' });
    expect(execution.tasks.slice(3).map((each) => each.parameters)).toEqual([2, 3]);
    for (const each of execution.tasks.slice(3)) {
      await execution.give({ kind: 'taskSucceeded', taskId: each.taskId, output: Number(each.parameters) * 10 });
    }
    expect(execution.snapshot.output).toEqual([10, 20, 30]);
  });

  test('counts retries from zero again', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const execution = await new Execution({ StartAt: 'Only', States: task('Only', { Retry }) }).begin();
    for (let round = 0; round < 2; round += 1) {
      await execution.give({ kind: 'taskFailed', taskId: execution.task('Only').taskId, error: 'Broken' });
      expect(execution.snapshot.status).toBe('RUNNING');
      await execution.pass(5);
      await execution.give({ kind: 'taskFailed', taskId: execution.task('Only').taskId, error: 'Broken' });
      expect(execution.snapshot.status).toBe('FAILED');
      await execution.give({ kind: 'redrive' });
    }
  });

  test('changes neither a running, a successful nor an Express execution', async () => {
    const running = await new Execution(linear).begin();
    expect((await running.give({ kind: 'redrive' })).events).toEqual([]);
    const failing = { StartAt: 'Only', States: { Only: { Type: 'Fail' } } };
    const express = await new Execution(failing, { type: 'EXPRESS' }).run();
    expect((await express.give({ kind: 'redrive' })).events).toEqual([]);
  });
});

describe('a full history', () => {
  const loop = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } };

  test('fails a Standard execution with event 25,000', async () => {
    const execution = await new Execution(loop).run();
    expect(execution.snapshot).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
      lastEventId: 25_000,
    });
  });
});

test('parseStateMachine refuses an unreadable definition', () => {
  expect(() => machineOf('[1]')).toThrow(UnreadableDefinition);
  expect(() => machineOf({ StartAt: 'A', States: { A: { Type: 'Unknown' } } })).toThrow(
    "The state 'A' has no known Type.",
  );
});

test('the snapshot of a waiting execution contains neither definition nor history', async () => {
  const execution = await new Execution(linear, { input: { id: 'x'.repeat(100) } }).begin();
  expect(JSON.stringify(execution.snapshot).length).toBeLessThan(800);
});
