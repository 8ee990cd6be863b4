import { cpSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyFor, LOCAL_CONTEXT } from '../scripts/synth.ts';
import { CONTEXT } from './target.ts';

/** The cloud assembly of the system under test, synthesized if it is not up to date. */
export const targetAssembly = (): Promise<string> => assemblyFor({ ...LOCAL_CONTEXT, ...CONTEXT });

interface AssetManifest {
  readonly files: Readonly<
    Record<string, { readonly displayName?: string; readonly source: { readonly path: string } }>
  >;
}

/** Finds the code asset of the function at this path of the construct tree: its hash and its folder. */
const codeOf = (assembly: string, construct: string): { readonly hash: string; readonly folder: string } => {
  for (const file of globSync('*.assets.json', { cwd: assembly })) {
    const { files } = JSON.parse(readFileSync(join(assembly, file), 'utf8')) as AssetManifest;
    const found = Object.entries(files).find(([, { displayName }]) => displayName === `${construct}/Function/Code`);
    if (found !== undefined) return { hash: found[0], folder: found[1].source.path };
  }
  throw new Error(`${assembly} has no function ${construct}.`);
};

/** Returns a different hash of the same length. */
const otherHash = (hash: string): string =>
  hash.replace(/./g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));

/** Matches the logical ids of a function's versions. CDK changes the logical id of a version when the code changes. */
const versionOf = (construct: string): RegExp =>
  new RegExp(`${construct.replaceAll('/', '')}FunctionCurrentVersion\\w+`, 'g');

export interface Change {
  /** Path of the function in the construct tree, for example `Workflow/RecordOutcome`. */
  readonly construct: string;
  /** Statement that is inserted before the code of the function. */
  readonly statement: string;
}

/**
 * Copies an assembly and changes the code of some functions in the copy, so that its deployment publishes a new version
 * of each of them.
 */
export const changedAssembly = (from: string, to: string, changes: readonly Change[]): void => {
  cpSync(from, to, { recursive: true });
  for (const change of changes) changeFunction(to, change);
};

const changeFunction = (to: string, { construct, statement }: Change): void => {
  const { hash, folder } = codeOf(to, construct);
  const bundle = join(to, folder, 'index.mjs');
  writeFileSync(bundle, `${statement}\n${readFileSync(bundle, 'utf8')}`);
  renameSync(join(to, folder), join(to, folder.replace(hash, otherHash(hash))));
  for (const file of globSync('*.json', { cwd: to })) {
    const path = join(to, file);
    const text = readFileSync(path, 'utf8').replaceAll(hash, otherHash(hash));
    writeFileSync(
      path,
      text.replaceAll(versionOf(construct), (logicalId) => `${logicalId}Changed`),
    );
  }
};
