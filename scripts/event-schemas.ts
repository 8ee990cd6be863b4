import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Json = Readonly<Record<string, unknown>>;
export type Schema = Json & { readonly $id: string; readonly title: string; readonly description: string };

/** A schema of events/schemas with the parts of its file name `<event>.v<n>.json`. */
export interface SchemaFile {
  /** File name without the extension: `application-submitted.v1`. */
  readonly name: string;
  readonly version: number;
  readonly schema: Schema;
}

/** Every event schema, sorted by file name. Throws if a file is not named `<event>.v<n>.json`. */
export async function readSchemaFiles(root: string): Promise<SchemaFile[]> {
  const folder = join(root, 'events/schemas');
  const files = (await readdir(folder)).sort();
  return Promise.all(
    files.map(async (file) => {
      const [, name, version] = /^([a-z-]+\.v(\d+))\.json$/.exec(file) ?? [];
      if (name === undefined) throw new Error(`events/schemas/${file} must be named <event>.v<n>.json.`);
      return { name, version: Number(version), schema: JSON.parse(await readFile(join(folder, file), 'utf8')) };
    }),
  );
}
