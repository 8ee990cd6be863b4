import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import {
  evaluateJsonata,
  evaluateJsonataAs,
} from '../../../../../local/src/services/stepfunctions/language/jsonata.ts';
import { StatesError } from '../../../../../local/src/services/stepfunctions/language/states-error.ts';
import { scopeOf } from './scope-for-tests.ts';

const scope = {
  ...scopeOf({ items: [3, 1, 2], one: [7], name: 'Ada' }, { v: 4 }, { State: { Name: 'S' } }),
  result: { ok: true },
};
const evaluate = (expression: string): Promise<Json> => evaluateJsonata(`{% ${expression} %}`, scope, 'Output');

describe('results of expressions', () => {
  test.each<[string, Json]>([
    ['$states.input.name', 'Ada'],
    ['$states.context.State.Name', 'S'],
    ['$states.result.ok', true],
    ['$v + 1', 5],
    ['$states.input.one', [7]],
    ['$states.input.items[$ > 1]', [3, 2]],
    ['$sort($states.input.items)', [1, 2, 3]],
    ['null', null],
    ['-0', 0],
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ["$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$range(-1.7, 2.2, 1)', [-1, 0, 1, 2]],
    ['$range(1, 1, 1)', 1],
    ['$partition([1,2,3], 2.9)', [[1, 2], [3]]],
    ['1/0', 'Infinity'],
    ['{"k": [-1/0]}', { k: ['-Infinity'] }],
    ['$random()', 0.5],
    ['$random(42)', 0.5],
    ['$base64encode("é")', 'w6k='],
    ['"w6k=" ~> $base64decode', 'é'],
    ['["YQ"].$base64decode()', 'a'],
    ['$map(["YQ==", "Yg=="], $base64decode)', ['a', 'b']],
    ['$uuid()', '6b1f2a34-0000-4000-8000-000000000001'],
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$now()', '2026-01-02T03:04:05.678Z'],
    ["$now('[Y0001]-[M01]')", '2026-01'],
    ['$millis()', 1_767_323_045_678],
    ['$map([1,2], function($x) { $x * $v })', [4, 8]],
  ])('%s', async (expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected);
  });
});

test('expressions are evaluated at any depth; a string that only contains one is not evaluated', async () => {
  const value = { a: ['{% $v %}', { b: '{%$states.input.name%}' }], c: ' {% $v %} ', d: '{% $v', e: null };
  expect(await evaluateJsonata(value, scope, 'Arguments')).toEqual({ ...value, a: [4, { b: 'Ada' }] });
});

test('results are plain JSON, without the hidden properties of JSONata', async () => {
  const result = await evaluate('$states.input.items[$ < 3]');
  expect(Object.getOwnPropertyNames(result)).toEqual(['0', '1', 'length']);
});

describe('causes of States.QueryEvaluationError', () => {
  test.each([
    ['$nothing', "The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined)."],
    [
      "1 + 'a'",
      `threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number`,
    ],
    ['$noSuchFunction()', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ["$eval('1')", 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ['function($x) { $x }', 'returned an unsupported result type.'],
    ['{"f": $sum}', 'returned an unsupported result type.'],
    ['1 +', 'threw an error during evaluation. S0207: Unexpected end of expression'],
    ['$parse("{")', 'threw an error during evaluation: The argument is not valid JSON'],
    ["$hash('x', 'CRC32')", "threw an error during evaluation: Unsupported hashing algorithm 'CRC32'"],
    [
      "$partition([1], 'x')",
      'threw an error during evaluation. T0410: Argument 2 of function "partition" does not match function signature',
    ],
    ['$partition()', 'T0410: Argument 1 of function "partition" does not match function signature'],
    ['$partition([1], 2, 3)', 'T0410: Argument 3 of function "partition" does not match function signature'],
    ['$range(1, 2, 1, 1)', 'T0410: Argument 4 of function "range" does not match function signature'],
    ['$hash("x", "MD5", 1)', 'T0410: Argument 3 of function "hash" does not match function signature'],
    ['$parse("1", 1)', 'T0410: Argument 2 of function "parse" does not match function signature'],
    ['$random("1")', 'T0410: Argument 1 of function "random" does not match function signature'],
    ['$random(1, 2)', 'T0410: Argument 2 of function "random" does not match function signature'],
    ['$uuid(1)', 'T0410: Argument 1 of function "uuid" does not match function signature'],
    ['$base64encode(1)', 'T0410: Argument 1 of function "base64encode" does not match function signature'],
    ['$base64decode(1)', 'T0410: Argument 1 of function "base64decode" does not match function signature'],
  ])('%s', async (expression, cause) => {
    await expect(evaluate(expression)).rejects.toThrow('States.QueryEvaluationError');
    await expect(evaluate(expression)).rejects.toThrow(cause);
  });

  // Measured on AWS for $base64decode("!!!") and a negative size of $partition: floci-io/floci#2736 and #2676.
  test.each(['$base64decode("!!!")', '$base64decode("YQ=")', '$base64decode("Y")', '$partition([1], -1)'])(
    '%s is an internal error with an id',
    async (expression) => {
      const id = '6b1f2a34-0000-4000-8000-000000000001';
      const cause = `The JSONata expression '${expression}' specified for the field 'Output' threw an internal error during evaluation. ${id}`;
      await expect(evaluate(expression)).rejects.toMatchObject({
        error: 'States.QueryEvaluationError',
        causeText: cause,
      });
    },
  );

  test('the location is the field with the path inside it', async () => {
    const value = { a: [1, { b: '{% $gone %}' }] };
    await expect(evaluateJsonata(value, scope, 'Arguments')).rejects.toThrow(
      "for the field 'Arguments/a[1]/b' returned nothing",
    );
    await expect(evaluateJsonata(value, scope, 'Arguments')).rejects.toMatchObject({ location: 'Arguments/a[1]/b' });
  });

  test('a field of one type names the type of a wrong result', async () => {
    await expect(evaluateJsonataAs("{% {'foo': 'bar'} %}", scope, 'Items', 'array')).rejects.toThrow(
      `The JSONata expression '{'foo': 'bar'}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {"foo":"bar"}`,
    );
  });

  test('expressions may be nested a hundred levels deep', async () => {
    const factorial = (n: number): string => `($f := function($n) { $n = 0 ? 1 : $n * $f($n - 1) }; $f(${n}) > 0)`;
    expect(await evaluate(factorial(31))).toBe(true);
    await expect(evaluate(factorial(32))).rejects.toThrow(
      'threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive. Depth=101 max=100',
    );
  });
});

test('expressions cannot read prototypes', async () => {
  const data = scopeOf(JSON.parse('{"__proto__":{"x":1},"o":{}}'), JSON.parse('{"__proto__":{"y":2}}'));
  await expect(evaluateJsonata('{% $states.input.o.constructor %}', data, 'Output')).rejects.toThrow(
    'returned nothing',
  );
  expect(await evaluateJsonata('{% $states.input %}', data, 'Output').then(JSON.stringify)).toBe(
    '{"__proto__":{"x":1},"o":{}}',
  );
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});

test('values without expressions are returned unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
      const json: Json = JSON.parse(JSON.stringify(value).replaceAll('{%', '{'));
      expect(await evaluateJsonata(json, scope, 'Output')).toBe(json);
    }),
  );
});

test('any expression returns JSON or throws a StatesError', async () => {
  const pieces = fc.constantFrom(
    '$',
    '$v',
    '$states',
    '.input',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '+',
    '*',
    '**',
    '1',
    "'a'",
    ':',
    ':=',
    ';',
    '~>',
    '$sum',
    'function',
    '/a/',
    '%',
    '^',
    '|',
    '?',
    ' ',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 8 }), async (parts) => {
      const outcome = await evaluate(parts.join('')).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(StatesError);
      else expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
    }),
    { numRuns: 1_000 },
  );
});
