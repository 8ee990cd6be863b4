import { describe, expect, test } from '@jest/globals';
import { Execution } from '../harness.ts';

const one = (state: object, language: object = {}) => ({ ...language, StartAt: 'Only', States: { Only: state } });
const JSONATA = { QueryLanguage: 'JSONata' };
const outputOf = async (definition: object, input: object = {}) =>
  (await new Execution(definition, { input: input as never }).run()).snapshot.output;

describe('a Pass', () => {
  test('writes its Result to ResultPath and outputs the selection of OutputPath', async () => {
    const state = { Type: 'Pass', Result: { b: 2 }, ResultPath: '$.r', OutputPath: '$.r.b', End: true };
    expect(await outputOf(one(state), { a: 1 })).toBe(2);
  });

  test('drops its result with ResultPath null, and its input with InputPath null', async () => {
    expect(await outputOf(one({ Type: 'Pass', Result: 1, ResultPath: null, End: true }), { a: 1 })).toEqual({ a: 1 });
    expect(await outputOf(one({ Type: 'Pass', InputPath: null, End: true }), { a: 1 })).toEqual({});
  });

  test('assigns variables for the states after it, not for itself', async () => {
    const definition = {
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { v: 1 }, Next: 'Second' },
        Second: { Type: 'Pass', Assign: { v: 2, 'old.$': '$v' }, Next: 'Third' },
        Third: { Type: 'Pass', Parameters: { 'v.$': '$v', 'old.$': '$old' }, End: true },
      },
    };
    const execution = await new Execution(definition).run();
    expect(execution.snapshot.output).toEqual({ v: 2, old: 1 });
    expect(execution.detailsOf('PassStateExited')).toMatchObject([
      { assignedVariables: { v: '1' }, assignedVariablesDetails: { truncated: false } },
      { assignedVariables: { old: '1', v: '2' } },
      { name: 'Third' },
    ]);
  });

  test('fails with States.DataLimitExceeded if its output is too large', async () => {
    const state = { Type: 'Pass', Parameters: { 'a.$': '$.x', 'b.$': '$.x' }, End: true };
    const execution = await new Execution(one(state), { input: { x: 'é'.repeat(100_000) } }).run();
    expect(execution.snapshot).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'Only' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});

describe('a Choice', () => {
  const choice = (more: object = {}) => ({
    StartAt: 'Only',
    States: {
      Only: {
        Type: 'Choice',
        Choices: [{ Variable: '$.n', NumericGreaterThan: 5, Assign: { size: 'big' }, Next: 'End' }],
        ...more,
      },
      End: { Type: 'Pass', Parameters: { 'size.$': '$size' }, End: true },
    },
  });

  test('takes the first matching rule, with the Assign of that rule', async () => {
    expect(await outputOf(choice(), { n: 6 })).toEqual({ size: 'big' });
  });

  test('continues at Default with the Assign of the state', async () => {
    expect(await outputOf(choice({ Default: 'End', Assign: { size: 'small' } }), { n: 5 })).toEqual({ size: 'small' });
  });

  test('fails with States.NoChoiceMatched if no rule matches and there is no Default', async () => {
    const execution = await new Execution(choice(), { input: { n: 1 } }).run();
    expect(execution.chain()).toEqual(['1 0 ExecutionStarted', '2 0 ChoiceStateEntered', '3 2 ExecutionFailed']);
    expect(execution.detailsOf('ExecutionFailed')).toEqual([
      {
        error: 'States.NoChoiceMatched',
        cause:
          "An error occurred while executing the state 'Only' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
      },
    ]);
  });

  test('fails with an error that the Parallel or Map around it can catch', async () => {
    const Catch = [{ ErrorEquals: ['States.NoChoiceMatched'], Next: 'Rescue' }];
    const around = (fields: object) => ({
      StartAt: 'Around',
      States: { Around: { Catch, End: true, ...fields }, Rescue: { Type: 'Pass', End: true } },
    });
    const jsonata = { Type: 'Choice', QueryLanguage: 'JSONata', Choices: [{ Condition: '{% false %}', Next: 'Only' }] };
    const outputs = [
      await outputOf(around({ Type: 'Parallel', Branches: [choice()] }), { n: 1 }),
      await outputOf(around({ Type: 'Map', ItemProcessor: { StartAt: 'Only', States: { Only: jsonata } } }), [1]),
    ];
    const Cause = (id: number) =>
      `An error occurred while executing the state 'Only' (entered at the event id #${id}). Failed to transition out of the state. The state does not point to a next state.`;
    expect(outputs).toEqual([
      { Error: 'States.NoChoiceMatched', Cause: Cause(4) },
      { Error: 'States.NoChoiceMatched', Cause: Cause(5) },
    ]);
  });
});

describe('Succeed and Fail', () => {
  test('Succeed ends the execution with its selected output', async () => {
    expect(await outputOf(one({ Type: 'Succeed', Output: '{% $states.input.a + 1 %}' }, JSONATA), { a: 1 })).toBe(2);
  });

  test('Fail fails with its error and cause, given by path or expression', async () => {
    const path = await new Execution(
      one({ Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('because {}', $.c)" }),
      { input: { e: 'E', c: 'so' } },
    ).run();
    expect(path.snapshot).toMatchObject({ status: 'FAILED', error: 'E', cause: 'because so' });
    const jsonata = await new Execution(one({ Type: 'Fail', Error: '{% $states.input.e %}' }, JSONATA), {
      input: { e: 'E' },
    }).run();
    expect(jsonata.detailsOf('ExecutionFailed')).toEqual([{ error: 'E' }]);
  });
});

test('EvaluationFailed contains the location of the expression and follows the event before the state', async () => {
  const execution = await new Execution(one({ Type: 'Pass', Output: { r: '{% $none %}' }, End: true }, JSONATA)).run();
  expect(execution.chain()).toEqual([
    '1 0 ExecutionStarted',
    '2 0 PassStateEntered',
    '3 0 EvaluationFailed',
    '4 3 ExecutionFailed',
  ]);
  expect(execution.detailsOf('EvaluationFailed')).toEqual([
    {
      error: 'States.QueryEvaluationError',
      cause:
        "An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '$none' specified for the field 'Output/r' returned nothing (undefined).",
      location: 'Output/r',
      state: 'Only',
    },
  ]);
});
