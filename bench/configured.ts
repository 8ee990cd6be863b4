import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Every environment variable that a contract of a function names, with a value, so that any bundle can be loaded. */
export const configured = (): Readonly<Record<string, string>> => {
  const contracts = globSync('handlers/*/*/contract.ts', { cwd: ROOT });
  const names = contracts.flatMap(
    (file) => readFileSync(join(ROOT, file), 'utf8').match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [],
  );
  return Object.fromEntries(names.map((name) => [name, '1']));
};
