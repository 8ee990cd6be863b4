import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluateIntrinsic,
  isIntrinsicCall,
} from '../../../../../local/src/services/stepfunctions/language/intrinsic.ts';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { StatesError } from '../../../../../local/src/services/stepfunctions/language/states-error.ts';
import { scopeOf } from './scope-for-tests.ts';

const INPUT: Json = {
  name: 'Ada',
  list: [1, 2, 2, 3],
  object: { a: 1, b: [true, null] },
  text: '{"x":1}',
  big: 'a'.repeat(10_001),
};
const scope = scopeOf(INPUT, { template: 'Hi {}', v: 4 }, { Execution: { Name: 'run' } });
const evaluate = (call: string): Json => evaluateIntrinsic(call, scope, INPUT);

describe('results of functions', () => {
  test.each<[string, Json]>([
    ["States.Format('{} and {}', $.name, 1.5)", 'Ada and 1.5'],
    ["States.Format('\\{\\} {} \\'q\\' \\\\', $.name)", "{} Ada 'q' \\"],
    ["States.Format('{}|{}', null, $.object)", 'null|{a=1, b=[true, null]}'],
    ['States.Format($template, $$.Execution.Name)', 'Hi run'],
    ["States.Format('no places')", 'no places'],
    ['States.StringToJson($.text)', { x: 1 }],
    ["States.StringToJson('')", null],
    ['States.JsonToString($.object)', '{"a":1,"b":[true,null]}'],
    ["States.Array('a', 1, null, $.name, States.Array())", ['a', 1, null, 'Ada', []]],
    ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
    ['States.ArrayContains($.list, 3)', true],
    ["States.ArrayContains($.list, '3')", false],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(3, 0, -1)', [3, 2, 1, 0]],
    ['States.ArrayGetItem($.list, 3)', 3],
    ['States.ArrayLength($.list)', 4],
    ['States.ArrayUnique($.list)', [1, 2, 3]],
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ["States.Hash('', 'MD5')", 'd41d8cd98f00b204e9800998ecf8427e'],
    ['States.JsonMerge($.object, States.StringToJson(\'{"a":2}\'), false)', { a: 2, b: [true, null] }],
    ['States.MathRandom(1, 11)', 6],
    ['States.MathAdd(111, $v)', 115],
    ['States.MathAdd(-1.5, 0)', -1],
    ["States.StringSplit('This.is+a,test=string', '.+,=')", ['This', 'is', 'a', 'test', 'string']],
    ["States.StringSplit(',a,,b,', ',')", ['a', 'b']],
    ['States.UUID()', '6b1f2a34-0000-4000-8000-000000000001'],
  ])('%s', (call, expected) => {
    expect(evaluate(call)).toEqual(expected);
  });
});

describe('calls that fail with States.IntrinsicFailure', () => {
  test.each([
    'States.ArrayLength($.name)',
    'States.ArrayGetItem($.list, 4)',
    'States.ArrayGetItem($.list, -1)',
    'States.ArrayPartition($.list, 0)',
    'States.ArrayRange(1, 2, 0)',
    'States.ArrayRange(1, 1002, 1)',
    "States.Format('{}')",
    "States.Format('', 1)",
    "States.StringToJson('{')",
    'States.JsonMerge($.object, $.object, true)',
    'States.JsonMerge($.object, $.list, false)',
    "States.Hash('x', 'CRC32')",
    'States.Base64Encode($.big)',
    "States.Base64Decode('!')",
    "States.MathAdd('1', 2)",
    'States.MathRandom(5, 5)',
    'States.UUID(1)',
    'States.NoSuchFunction()',
  ])('%s', (call) => {
    const start = `States.IntrinsicFailure: The function '${call}' had the following error: `;
    expect(() => evaluate(call)).toThrow(start);
  });
});

describe('causes of States.Runtime for arguments whose path has no value', () => {
  const input = { other: 1, items: [1] };
  test.each([
    [
      "States.Format('{}', $.nope)",
      'The JsonPath argument for the field \'$.nope\' could not be found in the input \'{"other":1,"items":[1]}\'',
    ],
    [
      "States.Format('{}',States.Format('{}', $.a.b))",
      'The JsonPath argument for the field \'$.a.b\' could not be found in the input \'{"other":1,"items":[1]}\'',
    ],
    [
      'States.Array($.items[5])',
      'The JsonPath argument for the field \'$.items[5]\' could not be found in the input \'{"other":1,"items":[1]}\'',
    ],
    [
      'States.Array($$.Nope.Deep)',
      'The JsonPath argument for the field \'$.Nope.Deep\' could not be found in the input \'{"other":1,"items":[1]}\'',
    ],
    ['States.Array($.other[0])', 'Filter: [0] can only be applied to arrays. Current context is: 1'],
  ])('%s', (call, reason) => {
    expect(() => evaluateIntrinsic(call, scope, input)).toThrow(
      `States.Runtime: The function '${call}' had the following error: ${reason}`,
    );
  });
});

test('the error of a nested call contains the whole call', () => {
  expect(() => evaluate('States.Array(States.ArrayLength(1))')).toThrow(
    "States.IntrinsicFailure: The function 'States.Array(States.ArrayLength(1))' had the following error: ",
  );
});

test('recognizes well-formed calls', () => {
  const calls = [
    "States.Format('{}', $.a['x,y'])",
    'States.UUID( )',
    'States.StringToJson(\'{\\"a\\":1}\')',
    "States.Format('a' $.b)",
    'States.UUID() + 1',
    'States.UUID()[0]',
    'States.Array(1,)',
    'states.UUID()',
    'States.Array(.5)',
  ];
  expect(calls.filter(isIntrinsicCall)).toEqual(["States.Format('{}', $.a['x,y'])", 'States.UUID( )']);
});

test('calls may be nested at most ten levels deep', () => {
  const nested = (depth: number): string => `${'States.Array('.repeat(depth)}${')'.repeat(depth)}`;
  expect([isIntrinsicCall(nested(10)), isIntrinsicCall(nested(11))]).toEqual([true, false]);
});

test('any text is evaluated or refused with a StatesError', () => {
  const pieces = fc.constantFrom(
    'States.',
    'Format',
    'Array',
    '(',
    ')',
    ',',
    "'",
    '\\',
    '{}',
    '$',
    '.a',
    '[0]',
    '1',
    '-',
    'null',
    ' ',
    '$$',
    '$v',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 15 }), (parts) => {
      try {
        evaluate(parts.join(''));
      } catch (error) {
        expect(error).toBeInstanceOf(StatesError);
      }
    }),
    { numRuns: 2_000 },
  );
});
