import { describe, expect, test } from '@jest/globals';
import { Execution } from '../harness.ts';
import { fail, input, machine, run, start, succeed, TASK, taskInputs, UUID } from './distributed-maps.ts';

describe('a distributed Map', () => {
  test('writes events of its Map Run, but none of its children', async () => {
    const execution = await start();
    for (const index of [2, 0, 1]) await succeed(execution, index, { of: index });
    expect(execution.snapshot).toMatchObject({ status: 'SUCCEEDED', output: [{ of: 0 }, { of: 1 }, { of: 2 }] });
    expect(execution.chain()).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered',
      '3 2 MapStateStarted',
      '4 3 MapRunStarted',
      '5 4 MapRunSucceeded',
      '6 5 MapStateSucceeded',
      '7 4 MapStateExited',
      '8 7 ExecutionSucceeded',
    ]);
    expect(execution.detailsOf('MapStateStarted')).toEqual([{ length: 3 }]);
    expect(execution.history[3]?.detailsKey).toBe('mapRunStartedEventDetails');
    expect(execution.detailsOf('MapRunStarted')).toEqual([
      {
        mapRunArn: expect.stringMatching(
          `^arn:aws:states:us-east-1:000000000000:mapRun:machine/Orders:${UUID}$`,
        ) as unknown,
      },
    ]);
  });

  test('gets a generated label if it has none, and a new Map Run each time it is entered', async () => {
    const execution = await run(
      {
        map: { Label: undefined, End: undefined, ResultPath: null, Next: 'Count' },
        inner: { Type: 'Pass' },
        states: {
          Count: {
            Type: 'Pass',
            Parameters: { 'items.$': '$.items', 'left.$': 'States.MathAdd($.left, -1)' },
            Next: 'More',
          },
          More: { Type: 'Choice', Choices: [{ Variable: '$.left', NumericEquals: 0, Next: 'Done' }], Default: 'Each' },
          Done: { Type: 'Succeed' },
        },
      },
      { items: ['a'], left: 2 },
    );
    const arns = execution.detailsOf('MapRunStarted').map((details) => JSON.stringify(details));
    const parts = arns.map((arn) => new RegExp(`:mapRun:machine/(${UUID}):(${UUID})`).exec(arn) ?? []);
    expect(parts).toHaveLength(2);
    expect(parts[0]?.[1]).toBe(parts[1]?.[1]);
    expect(parts[0]?.[2]).not.toBe(parts[1]?.[2]);
  });

  test('with no items ends with an empty result', async () => {
    const execution = await run({}, { items: [] });
    expect(execution.snapshot.output).toEqual([]);
    expect(execution.types()).toContain('MapRunSucceeded');
  });

  test('runs all children concurrently, or as many as MaxConcurrency allows', async () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    expect((await start({}, { items })).tasks).toHaveLength(100);
    const execution = await start({ map: { MaxConcurrencyPath: '$.max' } }, { items, max: 2 });
    expect(taskInputs(execution)).toEqual([0, 1]);
    await succeed(execution, 1);
    expect(taskInputs(execution)).toEqual([0, 1, 2]);
  });

  test('builds the input of a child with ItemSelector from the state input and the item', async () => {
    const ItemSelector = { 'k.$': '$.k', 'item.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index' };
    const execution = await run({ map: { ItemSelector }, inner: { Type: 'Pass' } });
    expect(execution.snapshot.output).toEqual([
      { k: 1, item: 'a', at: 0 },
      { k: 1, item: 'b', at: 1 },
      { k: 1, item: 'c', at: 2 },
    ]);
  });

  test('iterates over the entries of an object', async () => {
    const items = { x: 1, y: [2] };
    const plain = await run({ inner: { Type: 'Pass' } }, { items });
    expect(plain.snapshot.output).toEqual([
      { Key: 'x', Value: 1 },
      { Key: 'y', Value: [2] },
    ]);
    const ItemSelector = { 'name.$': '$$.Map.Item.Key', 'at.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' };
    const selected = await run({ map: { ItemSelector }, inner: { Type: 'Pass' } }, { items });
    expect(selected.snapshot.output).toEqual([
      { name: 'x', at: 0, v: 1 },
      { name: 'y', at: 1, v: [2] },
    ]);
  });

  test('evaluates Items, ItemSelector and ItemBatcher with JSONata', async () => {
    const execution = await new Execution(
      {
        QueryLanguage: 'JSONata',
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            Items: '{% $states.input.items %}',
            ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
            ItemBatcher: { MaxItemsPerBatch: '{% 1 + 1 %}', BatchInput: { k: '{% $states.input.k %}' } },
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
              StartAt: 'One',
              States: { One: { Type: 'Pass', End: true } },
            },
            End: true,
          },
        },
      },
      { input },
    ).run();
    expect(execution.snapshot.output).toEqual([
      { BatchInput: { k: 1 }, Items: [{ v: 'a' }, { v: 'b' }] },
      { BatchInput: { k: 1 }, Items: [{ v: 'c' }] },
    ]);
  });

  test('fails with the name of the unsupported feature: in an Express workflow, ItemReader or ResultWriter', async () => {
    const express = await new Execution(machine(), { input, type: 'EXPRESS' }).run();
    const reader = await run({ map: { ItemReader: { Resource: 'arn:aws:states:::s3:getObject' } } });
    const writer = await run({ map: { ResultWriter: { Resource: 'arn:aws:states:::s3:putObject' } } });
    const prefix = "An error occurred while executing the state 'Each' (entered at the event id #2). ";
    expect([express, reader, writer].map(({ snapshot }) => [snapshot.error, snapshot.cause])).toEqual([
      [
        'States.Runtime',
        `${prefix}This runtime does not support ProcessorConfig.Mode DISTRIBUTED in an Express workflow.`,
      ],
      ['States.Runtime', `${prefix}This runtime does not support ItemReader.`],
      ['States.Runtime', `${prefix}This runtime does not support ResultWriter.`],
    ]);
  });
});

describe('a child execution', () => {
  test('has its own context object, without the Map item', async () => {
    const execution = await run({ inner: { Type: 'Pass', Parameters: { 'all.$': '$$' } } }, { items: ['a'] });
    expect(execution.snapshot.output).toEqual([
      {
        all: {
          Execution: {
            Id: expect.stringMatching(
              `^arn:aws:states:us-east-1:000000000000:execution:machine/Orders:${UUID}$`,
            ) as unknown,
            Input: 'a',
            StartTime: '2026-01-02T03:04:05.000Z',
            Name: expect.stringMatching(`^${UUID}$`) as unknown,
            RoleArn: 'arn:aws:iam::000000000000:role/conformance',
            RedriveCount: 0,
          },
          StateMachine: {
            Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine/Orders',
            Name: 'machine/Orders',
          },
          State: { Name: 'One', EnteredTime: '2026-01-02T03:04:05.000Z' },
        },
      },
    ]);
  });

  test('keeps its own input and name through all its states', async () => {
    const inner = { Type: 'Pass', Result: 'changed', Next: 'Two', End: undefined };
    const two = { Type: 'Pass', Parameters: { 'in.$': '$$.Execution.Input', 'id.$': '$$.Execution.Id' }, End: true };
    const definition = machine({ inner });
    Object.assign(definition.States.Each.ItemProcessor.States, { Two: two });
    const { snapshot } = await new Execution(definition, { input, reload: true }).run();
    const output = snapshot.output as { in: string; id: string }[];
    expect(output.map((each) => each.in)).toEqual(['a', 'b', 'c']);
    expect(new Set(output.map((each) => each.id)).size).toBe(3);
  });

  test('of type Express has an Express ARN and no redrive count', async () => {
    const inner = { Type: 'Pass', Parameters: { 'all.$': '$$.Execution' }, OutputPath: '$.all' };
    const execution = await run({ inner, config: { ExecutionType: 'EXPRESS' } }, { items: [7] });
    expect(execution.snapshot.output).toEqual([
      {
        Id: expect.stringMatching(`:express:machine/Orders:${UUID}:${UUID}$`) as unknown,
        Input: 7,
        StartTime: '2026-01-02T03:04:05.000Z',
        Name: expect.stringMatching(`^${UUID}$`) as unknown,
        RoleArn: 'arn:aws:iam::000000000000:role/conformance',
      },
    ]);
  });

  test('does not see outer variables, and outer states do not see its variables', async () => {
    const definition = (inner: object) => ({
      StartAt: 'Assign',
      States: { Assign: { Type: 'Pass', Assign: { v: 1 }, Next: 'Each' }, ...machine({ inner }).States },
    });
    const outer = { Type: 'Pass', Parameters: { 'v.$': '$v' } };
    const readsOuter = await new Execution(definition(outer), { input }).run();
    expect(readsOuter.snapshot).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const own = { Type: 'Pass', Assign: { v: 2 } };
    const { snapshot } = await new Execution(definition(own), { input }).run();
    expect(snapshot.output).toEqual(['a', 'b', 'c']);
  });

  test('numbers its events from 1: a cause contains the event id of the child', async () => {
    const inner = { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'One' }], End: undefined };
    const execution = await run({ inner, map: { ToleratedFailureCount: 1 } }, { items: ['a'] });
    expect(execution.snapshot.output).toEqual([
      {
        Status: 'FAILED',
        Error: 'States.NoChoiceMatched',
        Cause:
          "An error occurred while executing the state 'One' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
      },
    ]);
  });

  test('with an endless loop fails when its history is full', async () => {
    const inner = { Type: 'Pass', Next: 'One', End: undefined };
    const execution = await run({ inner, map: { ToleratedFailurePercentage: 100 } }, { items: ['a'] });
    expect(execution.snapshot.output).toEqual([
      {
        Status: 'FAILED',
        Error: 'States.Runtime',
        Cause: 'The execution reached the maximum number of history events (25000).',
      },
    ]);
  });

  test('waits, times out and retries independently of its siblings', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 10, MaxAttempts: 1 }];
    const execution = await start({ inner: { ...TASK, TimeoutSeconds: 5, Retry } });
    await succeed(execution, 1);
    await execution.pass(5);
    expect(execution.cancelled).toEqual([execution.tasks[0]?.taskId, execution.tasks[2]?.taskId]);
    await execution.pass(10);
    expect(taskInputs(execution)).toEqual(['a', 'b', 'c', 'a', 'c']);
    await succeed(execution, 3);
    await succeed(execution, 4);
    expect(execution.snapshot.status).toBe('SUCCEEDED');
    expect(execution.timers.size).toBe(0);
    expect(execution.history).toHaveLength(8);
  });

  test('whose task starts changes the snapshot once, and writes neither event nor effect', async () => {
    const execution = await start();
    const before = execution.snapshot;
    const step = await execution.give({ kind: 'taskStarted', taskId: execution.tasks[0]?.taskId ?? '' });
    expect([step.events, step.effects]).toEqual([[], []]);
    expect(step.snapshot).not.toEqual(before);
    const again = await execution.give({ kind: 'taskStarted', taskId: execution.tasks[0]?.taskId ?? '' });
    expect(again.snapshot).toEqual(step.snapshot);
  });
});

describe('a failed child execution', () => {
  test('fails the Map Run if it exceeds the threshold, and stops the other children', async () => {
    const execution = await start();
    await fail(execution, 1);
    expect(execution.cancelled).toEqual([execution.tasks[0]?.taskId, execution.tasks[2]?.taskId]);
    expect(execution.snapshot).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
      tasks: {},
    });
    expect(execution.chain().slice(3)).toEqual([
      '4 3 MapRunStarted',
      '5 4 MapRunFailed',
      '6 5 MapStateFailed',
      '7 6 ExecutionFailed',
    ]);
    expect(execution.detailsOf('MapRunFailed')).toEqual([
      {
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      },
    ]);
  });

  test('appears in the result with its error if it is tolerated', async () => {
    const execution = await start({ map: { ToleratedFailureCountPath: '$.k' } });
    await fail(execution, 0);
    await succeed(execution, 1);
    await succeed(execution, 2);
    expect(execution.snapshot.output).toEqual([{ Status: 'FAILED', Error: 'Broken', Cause: 'why' }, 'done', 'done']);
  });

  test('fails the Map Run if either threshold is exceeded; a threshold of 0 is not set', async () => {
    const both = await start({ map: { ToleratedFailureCount: 2, ToleratedFailurePercentage: 34 } });
    await fail(both, 0);
    expect(both.snapshot.status).toBe('RUNNING');
    await fail(both, 1);
    expect(both.snapshot.status).toBe('FAILED');
    const one = await start({ map: { ToleratedFailureCount: 0, ToleratedFailurePercentage: 67 } });
    await fail(one, 0);
    await fail(one, 1);
    await succeed(one, 2);
    expect(one.snapshot.status).toBe('SUCCEEDED');
  });

  test('does not end its siblings, even if its error is States.Runtime, which ends an execution immediately', async () => {
    const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: { End: true, ...state } } });
    const inner = {
      Type: 'Parallel',
      Branches: [branch('Work', TASK), branch('Read', { Type: 'Wait', SecondsPath: '$.seconds' })],
    };
    const items = [{ seconds: 'soon' }, { seconds: 1 }];
    const execution = await start({ inner, map: { ToleratedFailureCount: 1 } }, { items });
    expect(taskInputs(execution)).toEqual([{ seconds: 1 }]);
    expect(Object.keys(execution.snapshot.tasks)).toEqual([execution.tasks[0]?.taskId]);
    await succeed(execution, 0, 'worked');
    await execution.pass(1);
    expect(execution.snapshot.output).toEqual([
      {
        Status: 'FAILED',
        Error: 'States.Runtime',
        Cause:
          "An error occurred while executing the state 'Read' (entered at the event id #4). The SecondsPath parameter does not reference an integer value: $.seconds == soon",
      },
      ['worked', { seconds: 1 }],
    ]);
  });

  test('can be caught as States.ExceedToleratedFailureThreshold', async () => {
    const Catch = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Rescue' }];
    const execution = await start({ map: { Catch }, states: { Rescue: { Type: 'Succeed' } } });
    await fail(execution, 0);
    expect(execution.snapshot.output).toEqual({
      Error: 'States.ExceedToleratedFailureThreshold',
      Cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(execution.types()).toContain('MapStateFailed');
  });

  test('makes a Retry of the Map start a new Map Run over all items', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const execution = await start({ map: { Retry } });
    await succeed(execution, 0);
    await fail(execution, 1);
    await execution.pass(1);
    expect(taskInputs(execution)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(execution.types().slice(3)).toEqual(['MapRunStarted', 'MapRunFailed', 'MapStateStarted', 'MapRunStarted']);
    const [first, second] = execution.detailsOf('MapRunStarted');
    expect(first).not.toEqual(second);
  });

  test('is one reason why a Map Run fails; another is an item for which ItemSelector fails', async () => {
    const ItemSelector = { 'name.$': '$$.Map.Item.Value.name' };
    const items = [{ name: 'x' }, {}];
    const execution = await start({ map: { ItemSelector, MaxConcurrency: 1 } }, { items });
    await succeed(execution, 0);
    expect(execution.snapshot).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.types().slice(4)).toEqual(['MapRunFailed', 'ExecutionFailed']);
    await execution.give({ kind: 'redrive' });
    expect(execution.types().slice(6)).toEqual(['ExecutionRedriven', 'MapStateStarted', 'MapRunStarted']);
  });
});
