import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { readSchemaFiles, type Schema } from './event-schemas.ts';

const HEADER = '// Generated from events/schemas by npm run generate. Do not edit.\n';

/** Generates the types, the validators and the descriptions of each field's rule, for all schemas in events/schemas. */
export async function generateEvents(root: string): Promise<Map<string, string>> {
  const schemas = (await readSchemaFiles(root)).map(({ schema }) => schema);
  return new Map([
    ['events/generated/types.generated.ts', await typesOf(schemas)],
    ['events/generated/validators.generated.js', await validatorsOf(schemas, root)],
    ['events/generated/validators.generated.d.ts', declarationsOf(schemas)],
    ['events/generated/rules.generated.ts', rulesOf(schemas)],
  ]);
}

async function typesOf(schemas: Schema[]): Promise<string> {
  const options = { bannerComment: '', additionalProperties: true, format: false } as const;
  const parts = await Promise.all(schemas.map((schema) => compile(schema as JSONSchema, schema.title, options)));
  return `${HEADER}\n${parts.join('\n')}`;
}

/** Generates one self-contained ES module of validators that runs without ajv. */
async function validatorsOf(schemas: Schema[], root: string): Promise<string> {
  const ajv = new Ajv2020({ schemas, allErrors: true, strict: true, code: { source: true, esm: true, lines: true } });
  const names = Object.fromEntries(schemas.map((schema) => [`is${schema.title}`, schema.$id]));
  const result = await build({
    stdin: { contents: standalone.default(ajv, names), resolveDir: root, loader: 'js' },
    absWorkingDir: root,
    preserveSymlinks: true,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
  });
  const text = result.outputFiles.map((file) => file.text).join('');
  return HEADER + shakable(text);
}

/**
 * The module in a form of which a bundle leaves out the validators that it does not use: without assignments to members of
 * functions, and with calls that are marked as pure.
 */
const shakable = (text: string): string =>
  text
    .replace(/^validate(\d+)\.evaluated = /gm, 'var evaluatedBy$1 = ')
    .replace(/validate(\d+)\.evaluated\b/g, 'evaluatedBy$1')
    .replace(/(?<=^var func\d+ = )(?=require_\w+\(\)\.default)/gm, '/* @__PURE__ */ ')
    .replace(/(?<=^var pattern\d+ = )(?=new RegExp\()/gm, '/* @__PURE__ */ ');

function declarationsOf(schemas: Schema[]): string {
  const names = schemas.map((schema) => schema.title);
  const failure = [
    'export interface ValidationFailure {',
    '  readonly instancePath: string;',
    '  readonly keyword: string;',
    '  readonly params: { readonly missingProperty?: string };',
    '}',
  ];
  const validators = names.map(
    (name) =>
      `export const is${name}: { (value: unknown): value is ${name}; errors?: readonly ValidationFailure[] | null };`,
  );
  return [
    HEADER,
    `import type { ${names.join(', ')} } from './types.generated.ts';`,
    '',
    ...failure,
    ...validators,
    '',
  ].join('\n');
}

/** Maps the JSON pointer of each described field to its description. */
function rulesOf(schemas: Schema[]): string {
  const entries = schemas.map((schema) => `  ${schema.title}: ${JSON.stringify(describedFields(schema, ''))},`);
  return [HEADER, 'export const FIELD_RULES = {', ...entries, '} as const;', ''].join('\n');
}

function describedFields(schema: Readonly<Record<string, unknown>>, pointer: string): Record<string, string> {
  const own = typeof schema.description === 'string' ? { [pointer]: schema.description } : {};
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>);
  return Object.assign(own, ...properties.map(([name, child]) => describedFields(child, `${pointer}/${name}`)));
}
