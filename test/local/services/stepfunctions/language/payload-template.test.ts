import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { evaluateTemplate } from '../../../../../local/src/services/stepfunctions/language/payload-template.ts';
import { scopeOf } from './scope-for-tests.ts';

const scope = scopeOf({}, { v: 'variable' }, { Task: { Token: 'secret' } });

test('fields that end in .$ get the value of their path or function, at any depth of the template', () => {
  const template = {
    constant: '$.a',
    'path.$': '$.a',
    'token.$': '$$.Task.Token',
    'variable.$': '$v',
    'call.$': "States.Format('{}!', $.a)",
    list: [{ 'inner.$': '$.list[*].n' }, '$.a', 1],
  };
  expect(evaluateTemplate(template, scope, { a: 'A', list: [{ n: 1 }, { n: 2 }] })).toEqual({
    constant: '$.a',
    path: 'A',
    token: 'secret',
    variable: 'variable',
    call: 'A!',
    list: [{ inner: [1, 2] }, '$.a', 1],
  });
});

test('the error of a path without a value contains the field and the input', () => {
  expect(() => evaluateTemplate({ a: { 'b.$': '$.x' } }, scope, { y: 1 })).toThrow(
    `States.Runtime: The JSONPath '$.x' specified for the field 'b.$' could not be found in the input '{"y":1}'`,
  );
});

test('an index beyond the end of an array gives null, a path below that index fails', () => {
  expect(evaluateTemplate({ 'a.$': '$.list[5]' }, scope, { list: [1] })).toEqual({ a: null });
  expect(() => evaluateTemplate({ 'a.$': '$.list[5].x' }, scope, { list: [1] })).toThrow(
    'could not be found in the input',
  );
});

test('the error of a context path without a value contains the context object', () => {
  expect(() => evaluateTemplate({ 'a.$': '$$.Nope' }, scope, {})).toThrow(
    `The JSONPath '$.Nope' specified for the field 'a.$' could not be found in the input '{"Task":{"Token":"secret"}}'`,
  );
});

test('a template without paths is returned unchanged', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const template: Json = JSON.parse(
        JSON.stringify(value, (key, inner) => (key.endsWith('.$') ? undefined : inner)),
      );
      expect(evaluateTemplate(template, scope, {})).toBe(template);
    }),
  );
});

test('property names of prototypes are ordinary fields', () => {
  const template: Json = JSON.parse('{"__proto__":{"x.$":"$.a"},"constructor.$":"$.a"}');
  expect(JSON.stringify(evaluateTemplate(template, scope, { a: 1 }))).toBe('{"__proto__":{"x":1},"constructor":1}');
});
