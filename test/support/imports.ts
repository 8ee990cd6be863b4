import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The root of the project; the functions below take and return paths relative to it. */
export const ROOT = join(import.meta.dirname, '../..');

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

export interface Import {
  readonly file: string;
  /** Path from the root for a file of the project, else the name of the package or node: module. */
  readonly target: string;
  readonly isOurs: boolean;
}

export function sourcesIn(folder: string): string[] {
  return globSync(`${folder}/**/*.{ts,tsx,js,cjs}`, { cwd: ROOT }).filter(
    (file) => !/(^|\/)node_modules\/|^local\/dist\//.test(file),
  );
}

export function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    const isOurs = specifier.startsWith('.');
    const target = isOurs ? relative(ROOT, join(ROOT, dirname(file), specifier)) : specifier;
    return { file, target, isOurs };
  });
}

/** The given files and every project file that they import, directly or indirectly. */
export function reachedFrom(...files: readonly string[]): readonly string[] {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    if (!/\.[jt]sx?$/.test(file)) return;
    for (const { target, isOurs } of importsOf(file)) if (isOurs) visit(target);
  };
  files.forEach(visit);
  return [...reached].sort();
}
