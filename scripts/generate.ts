// Generates every derived file: types, validators, registry and catalogue from the event schemas, the definition and the
// diagram from the workflow's source, types and validator of the check rules from their schema. `--check` writes nothing and exits with 1 if a file on disk differs.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateApi } from './generate-api.ts';
import { generateCatalogue } from './generate-catalogue.ts';
import { generateCheckRules } from './generate-check-rules.ts';
import { generateDiagram } from './generate-diagram.ts';
import { generateEvents } from './generate-events.ts';
import { generateRegistry } from './generate-registry.ts';
import { generateSupport } from './generate-support.ts';
import { generateWorkflow } from './generate-workflow.ts';

const ROOT = join(import.meta.dirname, '..');

/** Every generated file: path from the root of the project → text. */
export async function generateAll(): Promise<Map<string, string>> {
  const generators = [
    generateApi,
    generateEvents,
    generateRegistry,
    generateCatalogue,
    generateCheckRules,
    generateWorkflow,
    generateDiagram,
    generateSupport,
  ];
  const results = await Promise.all(generators.map((generate) => generate(ROOT)));
  return new Map(results.flatMap((files) => [...files]));
}

/** Paths of generated files whose text on disk differs from the generated text. */
export async function staleFiles(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of await generateAll()) {
    const file = join(ROOT, path);
    if (!existsSync(file) || (await readFile(file, 'utf8')) !== text) stale.push(path);
  }
  return stale;
}

async function writeAll(): Promise<void> {
  for (const [path, text] of await generateAll()) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), text);
    console.log(path);
  }
}

async function main(): Promise<void> {
  if (!process.argv.includes('--check')) return writeAll();
  const stale = await staleFiles();
  for (const path of stale) console.error(`${path} is stale: run npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
