import { describe, expect, test } from '@jest/globals';
import { Execution } from '../harness.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const each = (more: object = {}, inner: object = { Type: 'Task', Resource: LAMBDA }) => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: { StartAt: 'One', States: { One: { End: true, ...inner } } },
      End: true,
      ...more,
    },
  },
});
const input = { items: ['a', 'b', 'c'], k: 1 };
const succeed = (execution: Execution, index: number) => {
  const task = execution.tasks[index];
  return execution.give({
    kind: 'taskSucceeded',
    taskId: task?.taskId ?? '',
    output: { of: task?.parameters ?? null },
  });
};
const fail = (execution: Execution, index: number) =>
  execution.give({ kind: 'taskFailed', taskId: execution.tasks[index]?.taskId ?? '', error: 'Broken' });

describe('a Map', () => {
  test('returns the results in the order of its items', async () => {
    const execution = await new Execution(each(), { input }).begin();
    for (const index of [2, 0, 1]) await succeed(execution, index);
    expect(execution.snapshot.output).toEqual([{ of: 'a' }, { of: 'b' }, { of: 'c' }]);
  });

  test('runs at most MaxConcurrency iterations concurrently, given as a number or by a path', async () => {
    for (const limit of [{ MaxConcurrency: 2 }, { MaxConcurrencyPath: '$.max' }]) {
      const execution = await new Execution(each(limit), { input: { ...input, max: 2 } }).begin();
      expect(execution.tasks.map((task) => task.parameters)).toEqual(['a', 'b']);
      await succeed(execution, 1);
      expect(execution.tasks.map((task) => task.parameters)).toEqual(['a', 'b', 'c']);
    }
  });

  test('runs at most forty iterations concurrently if no limit is set', async () => {
    const execution = await new Execution(each(), {
      input: { items: Array.from({ length: 100 }, (_, index) => index) },
    }).begin();
    expect(execution.tasks).toHaveLength(40);
  });

  test('builds the input of each iteration from the state input, the item and its position', async () => {
    const ItemSelector = { 'k.$': '$.k', 'item.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index' };
    const execution = await new Execution(each({ ItemSelector }, { Type: 'Pass' }), { input }).run();
    expect(execution.snapshot.output).toEqual([
      { k: 1, item: 'a', at: 0 },
      { k: 1, item: 'b', at: 1 },
      { k: 1, item: 'c', at: 2 },
    ]);
  });

  test('with no items ends with an empty result', async () => {
    const execution = await new Execution(each(), { input: { items: [] } }).run();
    expect(execution.snapshot.output).toEqual([]);
    expect(execution.chain()).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered',
      '3 2 MapStateStarted',
      '4 3 MapStateSucceeded',
      '5 3 MapStateExited',
      '6 5 ExecutionSucceeded',
    ]);
  });

  test('aborts the running iterations when one iteration fails', async () => {
    const execution = await new Execution(each(), { input }).begin();
    const step = await fail(execution, 1);
    expect(execution.cancelled).toEqual([execution.tasks[0]?.taskId, execution.tasks[2]?.taskId]);
    expect(step.events.map((event) => event.type)).toEqual([
      'LambdaFunctionStarted',
      'LambdaFunctionFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('continues while the number of failed iterations is tolerated', async () => {
    const execution = await new Execution(each({ ToleratedFailureCount: 1 }), { input }).begin();
    await fail(execution, 0);
    expect(execution.snapshot.status).toBe('RUNNING');
    await succeed(execution, 1);
    await succeed(execution, 2);
    expect(execution.snapshot).toMatchObject({ status: 'SUCCEEDED', output: [{ of: 'b' }, { of: 'c' }] });
    const strict = await new Execution(each({ ToleratedFailurePercentage: 34 }), { input }).begin();
    await fail(strict, 0);
    await fail(strict, 1);
    expect(strict.snapshot.status).toBe('FAILED');
  });

  test('times out several tasks at the same moment', async () => {
    const execution = await new Execution(each({}, { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 5 }), {
      input,
    }).begin();
    await execution.pass(5);
    expect(execution.types().filter((type) => type === 'LambdaFunctionTimedOut')).toHaveLength(3);
    expect(execution.snapshot).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(execution.timers.size).toBe(0);
  });

  test('reads Items and ItemSelector in JSONata', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Items: '{% $states.input.items[[1..2]] %}',
          ItemSelector: { v: '{% $states.context.Map.Item.Value %}', i: '{% $states.context.Map.Item.Index %}' },
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
          Output: '{% $states.result.v %}',
          End: true,
        },
      },
    };
    const execution = await new Execution(definition, { input }).run();
    expect(execution.snapshot.output).toEqual(['b', 'c']);
  });
});
