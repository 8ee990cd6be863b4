import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** A value for every environment variable that a function's contract names, so that every bundle can be loaded. */
export const configured = (): Readonly<Record<string, string>> => {
  const contracts = globSync('handlers/*/*/contract.ts', { cwd: ROOT });
  const names = contracts.flatMap(
    (file) => readFileSync(join(ROOT, file), 'utf8').match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [],
  );
  return Object.fromEntries(names.map((name) => [name, '1']));
};
