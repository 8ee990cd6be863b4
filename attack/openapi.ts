import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../api/types.generated.ts';
import type { Choices } from '../chaos/random.ts';

const DOCUMENT = join(import.meta.dirname, '../api/openapi.v1.json');

/** The part of a JSON schema that requests of the API use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly minimum?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: JsonSchema;
}

interface Operation {
  readonly 'x-roles': 'SIGNED_IN' | readonly Role[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** One route of the API. */
export interface ApiRoute {
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly roles: 'SIGNED_IN' | readonly Role[];
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  readonly statuses: readonly number[];
}

const document = (): OpenApi => JSON.parse(readFileSync(DOCUMENT, 'utf8')) as OpenApi;

/** Every route of the OpenAPI document. */
export const apiRoutes = (): readonly ApiRoute[] =>
  Object.entries(document().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-roles': roles, parameters = [], requestBody, responses }]) => ({
      method: method.toUpperCase(),
      path,
      roles,
      parameters,
      body: requestBody?.content['application/json']?.schema,
      statuses: Object.keys(responses).map(Number),
    })),
  );

/** Makes values of the document's schemas. */
export const schemaValues = () => {
  const { components } = document();
  const resolved = (schema: JsonSchema): JsonSchema =>
    schema.$ref === undefined ? schema : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

  const object = ({ properties = {}, required = [] }: JsonSchema, choices: Choices): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.includes(name) || choices.next() < 0.5)
        .map(([name, schema]) => [name, makeValue(schema, choices)]),
    );

  const makeValue = (given: JsonSchema, choices: Choices): unknown => {
    const schema = resolved(given);
    const { type, enum: values, const: constant, oneOf, anyOf, allOf, items, format, minimum = 0 } = schema;
    if (constant !== undefined) return constant;
    if (values) return choices.pick(values);
    const alternatives = oneOf ?? anyOf;
    if (alternatives) return makeValue(choices.pick(alternatives), choices);
    if (allOf) return Object.assign({}, ...allOf.map((part) => makeValue(part, choices)));
    switch (Array.isArray(type) ? type[0] : type) {
      case 'object':
        return object(schema, choices);
      case 'array':
        return [makeValue(items ?? {}, choices)];
      case 'integer':
      case 'number':
        return minimum;
      case 'boolean':
        return choices.next() < 0.5;
      default:
        return format === 'date-time' ? '2026-01-01T00:00:00.000Z' : choices.pick(['attack-1', 'attack', '1 Street']);
    }
  };
  return makeValue;
};
