import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

const FOLDER = 'workflow/check-rules';
const HEADER = `// Generated from ${FOLDER} by npm run generate. Do not edit.\n`;

/** Types and schema of the check rules, and a copy of the newest version for functions that run from their sources. */
export async function generateCheckRules(root: string): Promise<Map<string, string>> {
  const schema = JSON.parse(await readFile(join(root, FOLDER, 'check-rules.schema.json'), 'utf8'));
  return new Map([
    ['api/check-rules/types.generated.ts', await typesOf(schema)],
    ['api/check-rules/schema.generated.ts', schemaModule(schema)],
    ['handlers/shared/check-rules/check-rules.generated.json', await newestIn(join(root, FOLDER))],
  ]);
}

async function typesOf(schema: JSONSchema): Promise<string> {
  const options = {
    bannerComment: '',
    additionalProperties: false,
    format: false,
    ignoreMinAndMaxItems: true,
  } as const;
  return `${HEADER}\n${await compile(schema, 'CheckRules', options)}`;
}

/** The type Schema has only the keywords that the validator supports. */
function schemaModule({ $schema, $id, ...schema }: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(schema, null, 2);
  return `${HEADER}\nimport type { Schema } from './validate.ts';\n\nexport const SCHEMA: Schema = ${text};\n`;
}

/** The text of the file `v<version>.json` with the highest version. */
async function newestIn(folder: string): Promise<string> {
  const versions = (await readdir(folder)).flatMap((name) => /^v(\d+)\.json$/.exec(name)?.[1] ?? []);
  return readFile(join(folder, `v${Math.max(...versions.map(Number))}.json`), 'utf8');
}
