import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import {
  applyResultPath,
  isReferencePath,
  writeReferencePath,
} from '../../../../../local/src/services/stepfunctions/language/reference-path.ts';

describe('applyResultPath', () => {
  test.each<[string, Json, Json]>([
    ['$', { a: 1 }, 'R'],
    ['$.a', { a: 1, b: 2 }, { a: 'R', b: 2 }],
    ['$.new.deep', {}, { new: { deep: 'R' } }],
    ["$['x y'].z", { 'x y': { k: 1 } }, { 'x y': { k: 1, z: 'R' } }],
    ['$.list[1]', { list: [1, 2, 3] }, { list: [1, 'R', 3] }],
    ['$.list[0].a', { list: [{ b: 1 }] }, { list: [{ b: 1, a: 'R' }] }],
  ])('%s', (path, document, expected) => {
    expect(writeReferencePath(document, path, 'R')).toEqual(expected);
  });
});

test.each<[string, Json]>([
  ['$.a', 'text'],
  ['$.a.b', { a: 1 }],
  ['$.a.b', { a: null }],
  ['$.list[3]', { list: [1] }],
  ['$[0]', { a: 1 }],
  ['$.a[*]', { a: [1] }],
])('refuses to write a result at %s of %j', (path, document) => {
  expect(() => writeReferencePath(document, path, 1)).toThrow(
    `States.ResultPathMatchFailure: Unable to apply ReferencePath ${path} to input ${JSON.stringify(document)}`,
  );
});

test('a null path keeps the input, a missing path replaces it', () => {
  expect([applyResultPath({ a: 1 }, null, 2), applyResultPath({ a: 1 }, undefined, 2)]).toEqual([{ a: 1 }, 2]);
});

test('recognizes reference paths', () => {
  const texts = [
    '$',
    '$.a',
    "$['a'][0]",
    '$.a[*]',
    '$..a',
    '$.a[1:2]',
    '$$.a',
    '$name.a',
    'a',
    '$.a[?(@.b)]',
    '$.a.length()',
  ];
  expect(texts.filter(isReferencePath)).toEqual(['$', '$.a', "$['a'][0]"]);
});

test('does not change the given document', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const document: Json = JSON.parse(JSON.stringify({ a: value, b: [value] }));
      const before = JSON.stringify(document);
      writeReferencePath(document, '$.b[0]', 1);
      writeReferencePath(document, '$.c.d', 1);
      expect(JSON.stringify(document)).toBe(before);
    }),
  );
});

test('a result can be written under the key __proto__', () => {
  const written = writeReferencePath({}, "$['__proto__'].polluted", true);
  expect(JSON.stringify(written)).toBe('{"__proto__":{"polluted":true}}');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
