import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../../../../local/src/services/stepfunctions/language/json.ts';
import { Execution } from '../harness.ts';
import { fail, input, machine, run, start, succeed, TASK, taskInputs } from './distributed-maps.ts';

describe('an ItemBatcher', () => {
  const sizes = (execution: Execution) => taskInputs(execution).map((each) => (each as { Items: Json[] }).Items.length);

  test('gives each child up to MaxItemsPerBatch items, after ItemSelector, with the BatchInput', async () => {
    const execution = await start(
      {
        map: {
          ItemSelector: { 'v.$': '$$.Map.Item.Value' },
          ItemBatcher: { MaxItemsPerBatchPath: '$.size', BatchInput: { 'k.$': '$.k' } },
        },
      },
      { ...input, size: 2 },
    );
    expect(taskInputs(execution)).toEqual([
      { BatchInput: { k: 1 }, Items: [{ v: 'a' }, { v: 'b' }] },
      { BatchInput: { k: 1 }, Items: [{ v: 'c' }] },
    ]);
    expect(execution.detailsOf('MapStateStarted')).toEqual([{ length: 3 }]);
  });

  test('keeps the input of a child within MaxInputBytesPerBatch', async () => {
    // {"Items":["a","b"]} is 19 bytes.
    const fits = await start({ map: { ItemBatcher: { MaxInputBytesPerBatch: 19 } } });
    expect(sizes(fits)).toEqual([2, 1]);
    const tight = await start({ map: { ItemBatcher: { MaxInputBytesPerBatch: 18 } } });
    expect(sizes(tight)).toEqual([1, 1, 1]);
    const tooTight = await run({ map: { ItemBatcher: { MaxInputBytesPerBatch: 14 } } });
    expect(tooTight.snapshot).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('counts all items of a failed child as failed, with one entry in the result', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2 };
    const strict = await start({ map: { ItemBatcher, ToleratedFailureCount: 1 } });
    await fail(strict, 0);
    expect(strict.snapshot.status).toBe('FAILED');
    const lenient = await start({ map: { ItemBatcher, ToleratedFailureCount: 2 } });
    await fail(lenient, 0);
    await succeed(lenient, 1);
    expect(lenient.snapshot.output).toEqual([{ Status: 'FAILED', Error: 'Broken', Cause: 'why' }, 'done']);
  });

  test('is refused with its name in an inline Map', async () => {
    const execution = await run({ map: { ItemBatcher: { MaxItemsPerBatch: 2 } }, config: { Mode: 'INLINE' } });
    expect(execution.snapshot.cause).toContain('This runtime does not support ItemBatcher in an inline Map state.');
  });
});

describe('stopping and redriving a Map Run', () => {
  test('stops its children with the execution', async () => {
    const execution = await start({ inner: { ...TASK, TimeoutSeconds: 60 } });
    await execution.give({ kind: 'stop' });
    expect(execution.chain().slice(4)).toEqual(['5 0 ExecutionAborted']);
    expect(execution.cancelled).toHaveLength(3);
    expect(execution.timers.size).toBe(0);
  });

  test('resumes the unsuccessful Standard children at their current state', async () => {
    const two = {
      ...TASK,
      Parameters: { 'n.$': '$$.Execution.RedriveCount', 'in.$': '$$.Execution.Input' },
      End: true,
    };
    const definition = machine({ inner: { Type: 'Pass', Next: 'Two', End: undefined } });
    Object.assign(definition.States.Each.ItemProcessor.States, { Two: two });
    const execution = await new Execution(definition, { input, reload: true }).begin();
    const [runArn] = execution.detailsOf('MapRunStarted') as { mapRunArn: string }[];
    await succeed(execution, 0);
    await fail(execution, 1);
    await execution.give({ kind: 'redrive' });
    expect(taskInputs(execution).slice(3)).toEqual([
      { n: 1, in: 'b' },
      { n: 1, in: 'c' },
    ]);
    await succeed(execution, 3, 'again');
    await succeed(execution, 4, 'again');
    expect(execution.snapshot).toMatchObject({ status: 'SUCCEEDED', output: ['done', 'again', 'again'] });
    expect(execution.chain().slice(7)).toEqual([
      '8 7 ExecutionRedriven',
      '9 8 MapRunRedriven',
      '10 9 MapRunSucceeded',
      '11 10 MapStateSucceeded',
      '12 9 MapStateExited',
      '13 12 ExecutionSucceeded',
    ]);
    expect(execution.detailsOf('MapRunRedriven')).toEqual([{ ...runArn, redriveCount: 1 }]);
  });

  test('restarts the unsuccessful Express children at their first state', async () => {
    const definition = machine({
      inner: { ...TASK, Next: 'Two', End: undefined },
      config: { ExecutionType: 'EXPRESS' },
    });
    Object.assign(definition.States.Each.ItemProcessor.States, { Two: { ...TASK, End: true } });
    const execution = await new Execution(definition, { input: { items: ['a'] }, reload: true }).begin();
    await succeed(execution, 0, 'halfway');
    await fail(execution, 1);
    await execution.give({ kind: 'redrive' });
    expect(execution.tasks.map((task) => [task.stateName, task.parameters])).toEqual([
      ['One', 'a'],
      ['Two', 'halfway'],
      ['One', 'a'],
    ]);
  });
});
