import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const PARENT = join(ROOT, 'test/scripts');

let directory: string;

beforeAll(() => {
  mkdirSync(PARENT, { recursive: true });
  directory = mkdtempSync(join(PARENT, 'linted-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly severity: string }[];
}

/** Number of findings of the project's own lint rule in `source`. */
function packsIn(source: string): number {
  const file = join(directory, 'sample.ts');
  writeFileSync(file, source);
  const report = lint(file);
  return report.diagnostics.filter(({ category }) => category === 'plugin').length;
}

function lint(file: string): Report {
  const args = [BIOME, 'lint', '--reporter=json', file];
  try {
    return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }));
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout);
  }
}

describe('The lint rule against packed lines', () => {
  test.each([
    ['a spread of an object literal', 'export const o = { ...{ a: 1, b: 2 }, c: 3 };'],
    ['a spread of an array literal', 'export const l = [...[1, 2], 3];'],
    ['a destructured array literal', 'export const [p, q] = [Math.sin(1), Math.cos(1)];'],
  ])('finds %s', (_, source) => {
    expect(packsIn(source)).toBe(1);
  });

  test('allows a spread of a value, of a derived list, and the destructuring of a result', () => {
    const source = `
      const given = { a: 1 };
      const list = [1, 2];
      export const o = { ...given, c: 3 };
      export const l = [...list, ...[...list].map((item) => item + 1)];
      export const [first] = list;
    `;
    expect(packsIn(source)).toBe(0);
  });
});
