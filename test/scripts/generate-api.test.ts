import { describe, expect, test } from '@jest/globals';
import { type Document, type Operation, type Schema, typesOf } from '../../scripts/generate-api.ts';

const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });
const documentOf = (schema: Schema, operation?: Operation): Document => ({
  paths: operation === undefined ? {} : { '/things/{id}': { post: operation } },
  components: { schemas: { Thing: schema } },
});
const WORD: Schema = { type: 'string' };

describe('Types of the OpenAPI document', () => {
  test('have every member with its type and whether it is optional', () => {
    const types = typesOf(
      documentOf({
        type: 'object',
        description: 'a thing',
        properties: {
          id: WORD,
          count: { type: 'integer', description: 'how many' },
          kinds: { type: 'array', items: { enum: ['A', 'B'] } },
          part: { $ref: '#/components/schemas/Part' },
          anything: {},
        },
        required: ['id'],
      }),
    );
    expect(types).toContain(
      [
        '/** a thing */',
        'export interface Thing {',
        '  readonly id: string;',
        '  /** how many */',
        '  readonly count?: number;',
        "  readonly kinds?: readonly ('A' | 'B')[];",
        '  readonly part?: Part;',
        '  readonly anything?: unknown;',
        '}',
      ].join('\n'),
    );
  });

  test('have the request and the response of each route', () => {
    const types = typesOf(
      documentOf(WORD, {
        summary: 'Change a thing',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: WORD },
          { name: 'limit', in: 'query', schema: { type: 'integer' } },
          { name: 'If-Match', in: 'header', schema: WORD },
        ],
        requestBody: { required: true, ...json({ $ref: '#/components/schemas/Thing' }) },
        responses: { '200': json({ $ref: '#/components/schemas/Thing' }), '404': json({}) },
      }),
    );
    expect(types).toContain(
      [
        '  /** Change a thing */',
        "  'POST /things/{id}': {",
        '    readonly request: {',
        '      readonly path: {',
        '        readonly id: string;',
        '      };',
        '      readonly query?: {',
        '        readonly limit?: number | undefined;',
        '      };',
        '      readonly headers?: {',
        "        readonly 'If-Match'?: string | undefined;",
        '      };',
        '      readonly body: Thing;',
        '    };',
        '    readonly answer: Thing;',
        '  };',
      ].join('\n'),
    );
  });

  test.each([
    [
      { allOf: [] } as Schema,
      'api/openapi.v1.json has the keyword allOf, which scripts/generate-api.ts does not support.',
    ],
    [{ type: 'number' }, 'api/openapi.v1.json has the type number, which scripts/generate-api.ts does not support.'],
  ])('are refused for the schema %j with the unsupported keyword or type', (schema, message) => {
    expect(() => typesOf(documentOf(schema))).toThrow(message);
  });

  test('are refused for a route with two successful responses', () => {
    const operation = { summary: 'Two', responses: { '200': json(WORD), '202': json(WORD) } };
    expect(() => typesOf(documentOf(WORD, operation))).toThrow('POST /things/{id} must have one JSON answer.');
  });
});
