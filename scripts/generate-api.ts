import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCE = 'api/openapi.v1.json';
const HEADER = `// Generated from ${SOURCE} by npm run generate. Do not edit.\n`;

/** A JSON Schema of the document, with only the keywords that the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** An answer. The status 204 has no content. */
type Response = Partial<Content>;

export interface Operation {
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/**
 * Generates the types of all schemas and routes of the OpenAPI document. docs/decisions.md explains why no library does
 * this.
 */
export async function generateApi(root: string): Promise<Map<string, string>> {
  const document: Document = JSON.parse(await readFile(join(root, SOURCE), 'utf8'));
  return new Map([
    ['api/types.generated.ts', typesOf(document)],
    ['api/request-members.generated.ts', requestMembersOf(document)],
  ]);
}

/** Names of the members of every request body, nested as in the schema. Null: the schema does not name members. */
interface Members {
  readonly [name: string]: Members | null;
}

const MEMBERS_HEADER = `${HEADER}
/** Names of the members of an object; null for a member whose own members are not named. */
export interface Members {
  readonly [name: string]: Members | null;
}

/** The members that the request body of a route may have. */
`;

function requestMembersOf({ paths, components }: Document): string {
  const members = (schema: Schema): Members | null => {
    const { properties } = schema.$ref === undefined ? schema : (components.schemas[nameIn(schema.$ref)] ?? {});
    if (properties === undefined) return null;
    return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, members(inner)]));
  };
  const routes = Object.entries(paths).flatMap(([path, { post }]) => {
    if (post === undefined) return [];
    const schema = post.requestBody?.content['application/json']?.schema;
    return [[`POST ${path}`, schema === undefined ? {} : members(schema)]];
  });
  const text = JSON.stringify(Object.fromEntries(routes), null, 2);
  return `${MEMBERS_HEADER}export const REQUEST_MEMBERS = ${text} as const satisfies Readonly<Record<string, Members>>;\n`;
}

const nameIn = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/**
 * Generates the TypeScript types of the document. @throws Error that names the keyword or type, if this generator does
 * not support it
 */
export function typesOf({ paths, components }: Document): string {
  const schemas = Object.entries(components.schemas).map(([name, schema]) => declarationOf(name, schema));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(`${method.toUpperCase()} ${path}`, operation)),
  );
  const all = `/** What each route takes and answers. */\nexport interface Operations ${block(operations, '')}\n`;
  return [HEADER, ...schemas, all].join('\n');
}

function declarationOf(name: string, schema: Schema): string {
  const type = typeOf(schema, '');
  const declaration = type.startsWith('{') ? `interface ${name} ${type}` : `type ${name} = ${type};`;
  return `${commentOf(schema.description, '')}export ${declaration}\n`;
}

/** Keywords without an effect on the TypeScript type. */
const WITHOUT_TYPE = [
  'additionalProperties',
  'default',
  'description',
  'format',
  'pattern',
  'required',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
];
const KEYWORDS: ReadonlySet<string> = new Set([...WITHOUT_TYPE, '$ref', 'enum', 'type', 'properties', 'items']);

function typeOf(schema: Schema, indent: string): string {
  const unknown = Object.keys(schema).find((keyword) => !KEYWORDS.has(keyword));
  if (unknown !== undefined)
    throw new Error(`${SOURCE} has the keyword ${unknown}, which scripts/generate-api.ts does not support.`);
  if (schema.$ref !== undefined) return nameIn(schema.$ref);
  if (schema.enum !== undefined) return schema.enum.map((name) => `'${name}'`).join(' | ');
  switch (schema.type) {
    case 'object':
      return objectType(schema, indent);
    case 'array':
      return `readonly ${itemType(schema.items ?? {}, indent)}[]`;
    case 'integer':
      return 'number';
    case 'string':
    case 'boolean':
      return schema.type;
    case undefined:
      return 'unknown';
    default:
      throw new Error(`${SOURCE} has the type ${schema.type}, which scripts/generate-api.ts does not support.`);
  }
}

const itemType = (items: Schema, indent: string): string =>
  items.enum === undefined ? typeOf(items, indent) : `(${typeOf(items, indent)})`;

function objectType({ properties, required = [] }: Schema, indent: string): string {
  if (properties === undefined) return 'object';
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?';
    return `${commentOf(schema.description, inner)}${inner}readonly ${name}${mark}: ${typeOf(schema, inner)};`;
  });
  return block(members, indent);
}

function operationOf(route: string, { summary, parameters = [], requestBody, responses }: Operation): string {
  const request = [
    ...groupOf('path', parameters, 'path'),
    ...groupOf('query', parameters, 'query'),
    ...groupOf('headers', parameters, 'header'),
    ...(requestBody === undefined ? [] : [bodyOf(requestBody)]),
  ];
  const answer = answerTypeOf(route, responses);
  const members = [
    `    readonly request: ${request.length === 0 ? 'Readonly<Record<string, never>>' : block(request, '    ')};`,
    `    readonly answer: ${answer};`,
  ];
  return `${commentOf(summary, '  ')}  '${route}': ${block(members, '  ')};`;
}

/**
 * Members for the parameters in one place (`path`, `query`, `header`). Optional ones may be undefined; the client omits
 * undefined parameters.
 */
function groupOf(name: string, all: readonly Parameter[], place: string): readonly string[] {
  const parameters = all.filter((parameter) => parameter.in === place);
  if (parameters.length === 0) return [];
  const members = parameters.map(({ name: of, required, schema }) => {
    const type = typeOf(schema, '');
    return `        readonly ${/\W/.test(of) ? `'${of}'` : of}${required ? `: ${type}` : `?: ${type} | undefined`};`;
  });
  const mark = parameters.some(({ required }) => required) ? '' : '?';
  return [`      readonly ${name}${mark}: ${block(members, '      ')};`];
}

const bodyOf = ({ required, content }: NonNullable<Operation['requestBody']>): string =>
  `      readonly body${required ? '' : '?'}: ${typeOf(content['application/json']?.schema ?? {}, '      ')};`;

/** The type of the one JSON answer. A route that answers 204, or may also answer it, answers undefined then. */
function answerTypeOf(route: string, responses: Operation['responses']): string {
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2') && status !== '204');
  const isEmpty = '204' in responses;
  if (isEmpty && answers.length === 0) return 'undefined';
  const [schema, ...others] = answers.map(([, { content }]) => content?.['application/json']?.schema);
  if (schema === undefined || others.length > 0) throw new Error(`${SOURCE}: ${route} must have one JSON answer.`);
  return typeOf(schema, '    ') + (isEmpty ? ' | undefined' : '');
}

const block = (members: readonly string[], indent: string): string => `{\n${members.join('\n')}\n${indent}}`;

const commentOf = (text: string | undefined, indent: string): string =>
  text === undefined ? '' : `${indent}/** ${text} */\n`;
