import { expect, test } from '@jest/globals';
import { variableReferences } from '../../../../../local/src/services/stepfunctions/validate/variable-references.ts';

test('finds the variables in paths, templates and calls of JSONPath states', () => {
  const definition = {
    StartAt: 'A',
    States: {
      A: {
        Type: 'Pass',
        Parameters: { 'x.$': "States.Format('{}', States.Array($b, $a.c, $.d))", FooPath: '$no', y: '$no' },
        Next: 'B',
      },
      B: { Type: 'Pass', Result: { 'x.$': '$no' }, OutputPath: '$$.Execution', End: true },
    },
  };
  expect(variableReferences(definition)).toEqual({ A: ['a', 'b'] });
});

test('finds the variables in expressions of JSONata states, without bound names and function names', () => {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: {
      A: {
        Type: 'Pass',
        Output: [
          '{% ($local := $outer.x; $map($list, function($item) { $item + $local + $step }) ~> $sum) %}',
          '{% $states.input %}',
          '$no',
        ],
        End: true,
      },
    },
  };
  expect(variableReferences(definition)).toEqual({ A: ['list', 'outer', 'step'] });
});

test('inner states have their own entries, in the query language of the state machine', () => {
  const inner = (name: string) => ({
    StartAt: name,
    States: { [name]: { Type: 'Pass', InputPath: '$v', Assign: { 'w.$': '$u' }, End: true } },
  });
  const definition = {
    StartAt: 'M',
    States: {
      M: { Type: 'Map', QueryLanguage: 'JSONata', Items: '{% $items %}', ItemProcessor: inner('I'), Next: 'P' },
      P: { Type: 'Parallel', Branches: [inner('B1'), inner('B2')], End: true },
    },
  };
  expect(variableReferences(definition)).toEqual({ M: ['items'], I: ['u', 'v'], B1: ['u', 'v'], B2: ['u', 'v'] });
});
