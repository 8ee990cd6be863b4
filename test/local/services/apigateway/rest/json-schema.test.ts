import { describe, expect, test } from '@jest/globals';
import type { Value, ValueObject } from '../../../../../local/src/core/cloudformation/value.ts';
import { satisfies, schemaProblem } from '../../../../../local/src/services/apigateway/rest/json-schema.ts';

const MODELS: Record<string, ValueObject> = { pet: { type: 'object', required: ['name'] } };

const isValid = (value: Value, schema: ValueObject): boolean => satisfies(value, schema, (name) => MODELS[name]);

describe('a schema of JSON Schema draft 4', () => {
  const cases: [string, ValueObject, Value[], Value[]][] = [
    ['type', { type: 'integer' }, [1, -3], [1.5, '1', null, true]],
    ['several types', { type: ['string', 'null'] }, ['a', null], [1, {}]],
    ['enum', { enum: ['a', { b: [1] }] }, ['a', { b: [1] }], ['b', { b: [2] }]],
    ['minimum', { minimum: 1 }, [1, 2, 'x'], [0.9]],
    ['exclusive bounds', { minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true }, [2], [1, 3]],
    ['multipleOf', { multipleOf: 0.5 }, [1.5, 'x'], [1.25]],
    ['length in characters', { minLength: 1, maxLength: 2 }, ['a', '😀😀'], ['', 'abc']],
    ['pattern', { pattern: '^[a-z]+$' }, ['abc', 1], ['Abc']],
    [
      'items',
      { items: { type: 'number' }, maxItems: 2 },
      [[], [1, 2], 'x'],
      [
        [1, 'a'],
        [1, 2, 3],
      ],
    ],
    ['a tuple', { items: [{ type: 'number' }], additionalItems: false }, [[], [1]], [['a'], [1, 2]]],
    [
      'uniqueItems',
      { uniqueItems: true },
      [[1, 2, { a: 1 }]],
      [
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ],
    ],
    ['required', { required: ['a'] }, [{ a: null }, 'x'], [{}, { b: 1 }]],
    ['properties', { properties: { a: { type: 'string' } } }, [{}, { a: 'x', b: 1 }], [{ a: 1 }]],
    [
      'additionalProperties',
      { properties: { a: {} }, patternProperties: { '^x-': { type: 'string' } }, additionalProperties: false },
      [{ a: 1, 'x-b': 'c' }],
      [{ b: 1 }, { 'x-b': 1 }],
    ],
    ['the size of an object', { minProperties: 1, maxProperties: 2 }, [{ a: 1 }], [{}, { a: 1, b: 2, c: 3 }]],
    [
      'dependencies',
      { dependencies: { a: ['b'], c: { required: ['d'] } } },
      [{ a: 1, b: 2 }, {}],
      [{ a: 1 }, { c: 1 }],
    ],
    ['allOf and not', { allOf: [{ type: 'number' }, { not: { enum: [3] } }] }, [2], [3, 'x']],
    ['anyOf', { anyOf: [{ type: 'number' }, { minLength: 2 }] }, [1, 'ab'], ['a']],
    ['oneOf', { oneOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }, [2, 3], [6, 5]],
    [
      'a reference into itself',
      {
        definitions: { 'a/b': { type: 'object', properties: { next: { $ref: '#/definitions/a~1b' } } } },
        $ref: '#/definitions/a~1b',
      },
      [{ next: { next: {} } }],
      [{ next: { next: 1 } }],
    ],
    ['a reference to another model', { properties: { pet: { $ref: 'pet' } } }, [{ pet: { name: 'x' } }], [{ pet: {} }]],
    ['a reference to itself only', { $ref: '#' }, [], [1]],
    ['annotations', { format: 'email', default: 1, title: 'x' }, ['no mail'], []],
  ];

  test.each(cases)('checks %s', (_, schema, valid, invalid) => {
    expect(schemaProblem(schema)).toBeUndefined();
    expect(valid.filter((value) => !isValid(value, schema))).toEqual([]);
    expect(invalid.filter((value) => isValid(value, schema))).toEqual([]);
  });

  test('has no keywords of later drafts, and patterns are regular expressions', () => {
    expect(schemaProblem({ properties: { a: { const: 1, examples: [] } } })).toBe(
      'Unsupported keyword(s): ["const","examples"]',
    );
    expect(schemaProblem({ items: [{ pattern: '(' }] })).toBe('The pattern ( is not a regular expression');
    expect(schemaProblem({ properties: { const: {} } })).toBeUndefined();
  });
});
