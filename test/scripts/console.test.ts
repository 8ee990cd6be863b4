import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { consoleBuild, INPUTS } from '../../scripts/console.ts';
import { digestOf, inputFiles } from '../../scripts/digest.ts';
import { ROOT, reachedFrom } from '../support/imports.ts';

const REACHED = reachedFrom('console/src/main.tsx', 'console/vite.config.ts');

describe('The digest that identifies a build of the console', () => {
  test('covers every file that the console imports', () => {
    expect(REACHED).toContain('console/src/graph/run-graph.css');
    const covered = new Set(inputFiles(INPUTS));
    expect(REACHED.filter((file) => !covered.has(file))).toEqual([]);
  });

  test('changes when an imported file outside the folder of the console changes', () => {
    const outside = REACHED.filter((file) => !file.startsWith('console/'));
    expect(outside).not.toEqual([]);
    const copy = mkdtempSync(join(tmpdir(), 'console-inputs-'));
    try {
      for (const file of new Set([...inputFiles(INPUTS), ...outside])) cpSync(join(ROOT, file), join(copy, file));
      const unchanged = outside.filter((file) => {
        const before = digestOf(INPUTS, '', copy);
        appendFileSync(join(copy, file), '\n');
        return digestOf(INPUTS, '', copy) === before;
      });
      expect(unchanged).toEqual([]);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

describe('A build of the console', () => {
  test('has its fonts in files, which a page loads only if it uses them', async () => {
    const assets = join(await consoleBuild(), 'assets');
    const styles = readdirSync(assets)
      .filter((name) => name.endsWith('.css'))
      .map((name) => readFileSync(join(assets, name), 'utf8'));
    const fonts = styles.flatMap((style) => style.match(/(?<=@font-face\{[^}]*url\()[^)]+/g) ?? []);
    expect(fonts).not.toEqual([]);
    for (const font of fonts) expect(readFileSync(join(assets, font)).subarray(0, 4).toString()).toBe('wOF2');
  });
});
