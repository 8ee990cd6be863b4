import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

export interface Inputs {
  /** Folders, searched recursively. */
  readonly folders: readonly string[];
  /** Selects the files in the folders. */
  readonly match: RegExp;
  /** Single files. */
  readonly files: readonly string[];
}

/** Paths of the input files, relative to the root, sorted. */
export const inputFiles = ({ folders, match, files }: Inputs, root = ROOT): readonly string[] => {
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return [...found.filter((file) => match.test(file)), ...files].sort();
};

/** A digest of the input files and of `seed`. Reads synchronously, which is the fastest for small files. */
export const digestOf = (inputs: Inputs, seed = '', root = ROOT): string => {
  const hash = createHash('sha256').update(seed);
  for (const name of inputFiles(inputs, root)) hash.update(name).update(readFileSync(join(root, name)));
  return hash.digest('hex').slice(0, 16);
};
