import { describe, expect, test } from '@jest/globals';
import { evaluateChoice } from '../../../../../local/src/services/stepfunctions/language/choice.ts';
import type { Json, JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { scopeOf } from './scope-for-tests.ts';

const holds = (rule: JsonObject, x: Json, other: Json = null): boolean => {
  const root = { x, other };
  return evaluateChoice({ Variable: '$.x', ...rule }, scopeOf(root, { limit: 5 }), root);
};

describe('comparisons', () => {
  test.each<[JsonObject, Json, boolean]>([
    [{ StringEquals: 'a' }, 'a', true],
    [{ StringEquals: '1' }, 1, false],
    [{ StringLessThan: 'b' }, 'B', true],
    [{ StringGreaterThanEquals: 'b' }, 'b', true],
    [{ NumericEquals: 1 }, 1.0, true],
    [{ NumericEquals: 1 }, '1', false],
    [{ NumericLessThanPath: '$limit' }, 4, true],
    [{ BooleanEquals: false }, false, true],
    [{ BooleanEquals: false }, 0, false],
    [{ TimestampEquals: '2012-10-09T19:00:55Z' }, '2012-10-09T20:00:55+01:00', true],
    [{ TimestampGreaterThan: '2012-10-09T19:00:55Z' }, '2012-10-09T19:00:55.000000001Z', true],
    [{ TimestampLessThan: '2012-10-09T19:00:55Z' }, 'yesterday', false],
    [{ IsTimestamp: true }, '2012-02-30T19:00:55Z', false],
    [{ IsTimestamp: true }, '2012-02-29T19:00:55.5+02:00', true],
    [{ IsTimestamp: true }, '2012-02-29T19:00:55', false],
    [{ IsNull: true }, null, true],
    [{ IsNull: false }, 0, true],
    [{ IsNumeric: true }, '1', false],
    [{ IsPresent: true }, null, true],
    [{ Variable: '$.absent', IsPresent: false }, 1, true],
    [{ Variable: '$.absent.deeper', IsPresent: true }, 1, false],
  ])('%j on %j is %p', (rule, value, expected) => {
    expect(holds(rule, value)).toBe(expected);
  });
});

describe('wildcards', () => {
  test.each<[string, string, boolean]>([
    ['foo*.log', 'foo23.log', true],
    ['*.log', 'zebra.log', true],
    ['foo*.*', 'foobar.zebra', true],
    ['foo*.log', 'xfoo.log', false],
    ['a.c', 'abc', false],
    ['a\\*c', 'a*c', true],
    ['a\\*c', 'abc', false],
    ['a\\\\*', 'a\\x', true],
    ['*', 'two\nlines', true],
    ['', '', true],
  ])('%s on %j is %p', (pattern, value, expected) => {
    expect(holds({ StringMatches: pattern }, value)).toBe(expected);
  });
});

test('And, Or and Not combine rules', () => {
  const big = { Variable: '$.x', NumericGreaterThan: 10 };
  const even = { Variable: '$.other', BooleanEquals: true };
  expect([
    holds({ And: [big, even] }, 11, true),
    holds({ And: [big, even] }, 11, false),
    holds({ Or: [big, even] }, 1, true),
    holds({ Not: { Or: [big, even] } }, 1, false),
  ]).toEqual([true, false, true, true]);
});

test('And stops at the first rule that does not match, so IsPresent can guard a comparison', () => {
  const guarded = {
    And: [
      { Variable: '$.y', IsPresent: true },
      { Variable: '$.y', NumericEquals: 1 },
    ],
  };
  expect(holds(guarded, 1)).toBe(false);
});

test.each([[{ Variable: '$.absent', NumericEquals: 1 }], [{ NumericEqualsPath: '$.absent' }]])(
  'a path without a value fails the state: %j',
  (rule) => {
    expect(() => holds(rule, 1)).toThrow(
      "States.Runtime: Invalid path '$.absent': The choice state's condition path references an invalid value.",
    );
  },
);
