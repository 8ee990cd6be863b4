import { describe, expect, test } from '@jest/globals';
import type { Value } from '../../../../local/src/core/cloudformation/value.ts';
import { ExpressionError } from '../../../../local/src/template/errors.ts';
import { evaluate, evaluateObject } from '../../../../local/src/template/evaluate/evaluate.ts';
import { NO_VALUE, type Scope } from '../../../../local/src/template/evaluate/scope.ts';

const REFS: Record<string, Value | typeof NO_VALUE> = {
  Queue: 'http://127.0.0.1:4566/000000000000/letters',
  'AWS::Region': 'us-east-1',
  'AWS::NoValue': NO_VALUE,
  Names: ['a', 'b'],
};

const scope: Scope = {
  ref: (name) => {
    const value = REFS[name];
    if (value === undefined) throw new ExpressionError(`${name} is unknown.`);
    return value;
  },
  attribute: (logicalId, name) => `<${logicalId}|${name}>`,
  condition: (name) => name === 'IsProd',
  importValue: (name) => `imported ${name}`,
  mapping: (map, key, second) => `${map}/${key}/${second}`,
  region: () => 'us-east-1',
};

const cases: [string, Value, Value][] = [
  ['Ref', { Ref: 'Queue' }, 'http://127.0.0.1:4566/000000000000/letters'],
  ['Fn::GetAtt with a list', { 'Fn::GetAtt': ['Topic', 'TopicArn'] }, '<Topic|TopicArn>'],
  ['Fn::GetAtt with a text, split at the first dot', { 'Fn::GetAtt': 'Nested.Outputs.Name' }, '<Nested|Outputs.Name>'],
  ['Fn::Sub with references', { 'Fn::Sub': '${AWS::Region} ${Topic.Arn}' }, 'us-east-1 <Topic|Arn>'],
  [
    'Fn::Sub with its own variables',
    { 'Fn::Sub': ['${a}-${AWS::Region}', { a: { Ref: 'Queue' } }] },
    'http://127.0.0.1:4566/000000000000/letters-us-east-1',
  ],
  ['Fn::Sub, leaving a literal', { 'Fn::Sub': 'a ${!Literal} b' }, 'a ${Literal} b'],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 7]] }, 'a-us-east-1-7'],
  ['Fn::Join of a list parameter', { 'Fn::Join': [',', { Ref: 'Names' }] }, 'a,b'],
  ['Fn::Select', { 'Fn::Select': ['1', ['x', 'y']] }, 'y'],
  ['Fn::Split within Fn::Select', { 'Fn::Select': [2, { 'Fn::Split': [':', 'arn:aws:sqs'] }] }, 'sqs'],
  ['Fn::If, true', { 'Fn::If': ['IsProd', 'many', 'few'] }, 'many'],
  ['Fn::If, false', { 'Fn::If': ['IsDev', 'many', 'few'] }, 'few'],
  ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 'Sizes/us-east-1/small'],
  ['Fn::Base64', { 'Fn::Base64': 'Grüße' }, 'R3LDvMOfZQ=='],
  ['Fn::GetAZs of the own region', { 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
  ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'x-${AWS::Region}' } }, 'imported x-us-east-1'],
  ['an object that only looks like a function', { Ref: 'a', Other: 'b' }, { Ref: 'a', Other: 'b' }],
];

describe('evaluate', () => {
  test.each(cases)('evaluates %s', (_, expression, expected) => {
    expect(evaluate(expression, scope)).toEqual(expected);
  });

  test('omits members and items that are AWS::NoValue', () => {
    const nothing = { 'Fn::If': ['IsDev', 'x', { Ref: 'AWS::NoValue' }] };
    expect(evaluateObject({ Kept: 1, Gone: nothing, List: [nothing, 'a'] }, scope)).toEqual({ Kept: 1, List: ['a'] });
  });

  test.each<[string, Value, string]>([
    ['an unknown function', { 'Fn::Transform': {} }, 'The function Fn::Transform is not supported.'],
    ['an unknown name', { Ref: 'Nobody' }, 'Nobody is unknown.'],
    ['a selection out of range', { 'Fn::Select': [5, ['a']] }, 'Fn::Select cannot select item 5 of 1.'],
    ['a list where text is needed', { 'Fn::Sub': '${Names}' }, 'Fn::Sub takes a string, given ["a","b"].'],
    [
      'AWS::NoValue where a value is needed',
      { 'Fn::Join': ['', { Ref: 'AWS::NoValue' }] },
      'AWS::NoValue is allowed only as a property value or list item.',
    ],
    ['too few arguments', { 'Fn::Join': ['-'] }, 'Fn::Join takes a list of 2 items.'],
  ])('refuses %s and says why', (_, expression, message) => {
    expect(() => evaluate(expression, scope)).toThrow(new ExpressionError(message));
  });
});
