import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundle, ENTRY_POINTS } from '../scripts/bundle.ts';
import { type Bench, type Figure, median } from './bench.ts';
import { configured } from './configured.ts';

const ROUNDS = 3;
const ROOT = join(import.meta.dirname, '..');
const BUNDLES = join(ROOT, 'dist/handlers');
/** Functions that do not use the AWS SDK. */
const CHECKS = new Set(['check-name', 'check-address']);

/**
 * Measures the milliseconds to load a bundle in a new process, as in a cold start. The configuration has dummy values,
 * because the bench does not call the function.
 */
const initMs = async (file: string): Promise<number> => {
  const code = `
    const start = performance.now();
    await import(${JSON.stringify(pathToFileURL(file).href)});
    process.stdout.write(String(performance.now() - start));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env });
  return Number(stdout);
};

const env = { PATH: process.env.PATH, AWS_REGION: 'us-east-1', ...configured() };

const measure = async (name: string): Promise<{ readonly kilobytes: number; readonly ms: number }> => {
  const file = join(BUNDLES, name, 'index.mjs');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await initMs(file));
  return { kilobytes: statSync(file).size / 1024, ms: median(times) };
};

export const bench: Bench = {
  question: 'How large is each function’s bundle, and how long does it take to load?',
  run: async (logProgress) => {
    await bundle();
    const figures: Figure[] = [];
    for (const name of Object.keys(ENTRY_POINTS).filter(
      (each) => ENTRY_POINTS[each]?.startsWith('samples/') !== true,
    )) {
      const { kilobytes, ms } = await measure(name);
      const isCheck = CHECKS.has(name);
      logProgress(`${name}: ${kilobytes.toFixed(0)} KiB, ${ms.toFixed(0)} ms`);
      figures.push(
        { name: `${name}, size`, value: kilobytes, unit: 'KiB', goal: isCheck ? '<= 30' : '<= 360' },
        { name: `${name}, init`, value: ms, unit: 'ms', goal: isCheck ? '<= 10' : '<= 60' },
      );
    }
    return figures;
  },
};
