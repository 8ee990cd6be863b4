import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { choice, findings, LAMBDA, schema, task } from './findings.ts';

describe('Retry and Catch', () => {
  test.each<[string, JsonObject, string[]]>([
    [
      'ErrorEquals is required',
      { Retry: [{ MaxAttempts: 1 }] },
      [schema('These fields are required: [ErrorEquals]', '/States/S/Retry[0]')],
    ],
    [
      'numbers out of bounds',
      { Retry: [{ ErrorEquals: ['a'], IntervalSeconds: 0, BackoffRate: 0.5, MaxAttempts: -1 }] },
      [
        schema('Minimum value is 1', '/States/S/Retry[0]/IntervalSeconds'),
        schema('Minimum value is 1.0', '/States/S/Retry[0]/BackoffRate'),
        schema('Minimum value is 0', '/States/S/Retry[0]/MaxAttempts'),
      ],
    ],
    [
      'an unknown JitterStrategy',
      { Retry: [{ ErrorEquals: ['a'], JitterStrategy: 'HALF' }] },
      [schema('Value should be one of the following: [FULL, NONE]', '/States/S/Retry[0]/JitterStrategy')],
    ],
    [
      'States.ALL not in the last handler',
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['a'] }] },
      [schema('States.ALL must appear alone and at end of list', '/States/S/Retry[0]/ErrorEquals[0]')],
    ],
    [
      'States.ALL with another error name',
      { Retry: [{ ErrorEquals: ['a', 'States.ALL'] }] },
      [schema('States.ALL must appear alone and at end of list', '/States/S/Retry[0]/ErrorEquals[1]')],
    ],
    [
      'a catcher without Next',
      { Catch: [{ ErrorEquals: ['States.ALL'] }] },
      [schema('These fields are required: [Next]', '/States/S/Catch[0]')],
    ],
    [
      'a Catch with Output in JSONPath',
      { Catch: [{ ErrorEquals: ['a'], Next: 'S', Output: 1 }] },
      [
        schema(
          "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
          '/States/S/Catch[0]',
        ),
      ],
    ],
  ])('%s', (_, more, expected) => {
    expect(findings(task(more))).toEqual(expected);
  });
});

describe('Choice rules', () => {
  const variable = { Variable: '$.x', Next: 'P' };

  test.each<[string, JsonObject, string[]]>([
    ['a valid rule', { ...variable, NumericEquals: 1 }, []],
    [
      'combined rules',
      { And: [{ Variable: '$.x', IsPresent: true }, { Not: { Variable: '$.x', StringEqualsPath: '$.y' } }], Next: 'P' },
      [],
    ],
    [
      'no target',
      { Variable: '$.x', IsNull: true },
      [schema('These fields are required: [Next]', '/States/S/Choices[0]')],
    ],
    [
      'no variable',
      { IsNull: true, Next: 'P' },
      [schema('These fields are required: [Variable]', '/States/S/Choices[0]')],
    ],
    [
      'two operators',
      { ...variable, IsNull: true, NumericEquals: 1 },
      [schema('There should only be one of the following fields: [IsNull, NumericEquals]', '/States/S/Choices[0]')],
    ],
    [
      'an operand of another type',
      { ...variable, NumericEquals: '1' },
      [schema('Expected value of type [NUMBER]', '/States/S/Choices[0]/NumericEquals')],
    ],
    [
      'an invalid timestamp',
      { ...variable, TimestampEquals: 'now' },
      [schema('String does not match RFC3339 timestamp', '/States/S/Choices[0]/TimestampEquals')],
    ],
    [
      'Next in an inner rule',
      { Not: { ...variable, IsNull: true }, Next: 'P' },
      [schema("Field 'Next' is not supported", '/States/S/Choices[0]/Not')],
    ],
    ['an empty list', { And: [], Next: 'P' }, [schema('The list must not be empty', '/States/S/Choices[0]/And')]],
  ])('%s', (_, rule, expected) => {
    expect(findings(choice(rule))).toEqual(expected);
  });
});

describe('transitions', () => {
  const pass = (next: string): JsonObject => ({ Type: 'Pass', Next: next });
  const end: JsonObject = { Type: 'Pass', End: true };
  const states = (all: JsonObject): JsonObject => ({ StartAt: 'A', States: all });
  const noEnd = 'MISSING_END_STATE: Workflow has no terminal state at null';
  const lost = (name: string, location: string): string =>
    `MISSING_TRANSITION_TARGET: Missing 'Next' target: ${name} at ${location}`;

  test.each<[string, JsonObject, string[]]>([
    ['a loop', states({ A: pass('B'), B: pass('A') }), [noEnd]],
    ['a loop and an unreachable state', states({ A: pass('B'), B: pass('A'), C: pass('A') }), [noEnd]],
    [
      'a loop and an unreachable end',
      states({ A: pass('B'), B: pass('A'), C: end }),
      ['MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'],
    ],
    ['a missing target', states({ A: pass('N') }), [lost('N', '/States/A/Next'), noEnd]],
    [
      'a missing start state',
      { StartAt: 'N', States: { A: end } },
      [lost('N', '/StartAt'), 'MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A'],
    ],
    [
      'targets of rules, defaults and catchers',
      states({
        A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'N1' }], Default: 'N2' },
        B: { Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'N3' }], End: true },
      }),
      [
        lost('N1', '/States/A/Choices[0]/Next'),
        lost('N2', '/States/A/Default'),
        lost('N3', '/States/B/Catch[0]/Next'),
        'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
      ],
    ],
    [
      'a branch with a target outside its Parallel',
      states({
        A: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'I',
              States: {
                I: { Type: 'Task', Resource: LAMBDA, End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] },
              },
            },
          ],
          Next: 'Z',
        },
        Z: end,
      }),
      [lost('Z', '/States/A/Branches[0]/States/I/Catch[0]/Next')],
    ],
    [
      'a duplicate name in the whole state machine',
      states({ A: { Type: 'Map', ItemProcessor: { StartAt: 'Z', States: { Z: end } }, Next: 'Z' }, Z: end }),
      ['DUPLICATE_STATE_NAME: Duplicate State name: Z at /States/A/ItemProcessor/States/Z'],
    ],
  ])('%s', (_, definition, expected) => {
    expect(findings(definition)).toEqual(expected);
  });
});
