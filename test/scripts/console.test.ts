import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { INPUTS } from '../../scripts/console.ts';
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
