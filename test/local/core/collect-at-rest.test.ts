import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';

/**
 * A program that fills the heap for at least a second, releases it and is then idle. Prints the heap sizes once half of
 * the heap is returned.
 */
const RESTING = `
  import { getHeapStatistics } from 'node:v8';
  import { collectAtRest } from '${new URL('../../../local/src/core/collect-at-rest.ts', import.meta.url)}';
  const size = () => getHeapStatistics().total_physical_size;
  collectAtRest();
  setTimeout(() => {
    let filling = [];
    const endMs = performance.now() + 1_000;
    while (filling.length < 1_000_000) filling.push({ index: filling.length });
    while (performance.now() < endMs);
    const full = size();
    filling = undefined;
    setInterval(() => {
      if (size() > full / 2) return;
      console.log(JSON.stringify({ full, rested: size() }));
      process.exit(0);
    }, 1_000);
  }, 1);
`;

let child: ChildProcess | undefined;
afterEach(() => void child?.kill());

test('Memory that was used under load is returned to the system when the thread is idle', async () => {
  const args = ['--expose-gc', '--input-type=module', '--eval', RESTING];
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  const [printed] = (await once(started.stdout, 'data')) as [Buffer];
  const { full, rested } = JSON.parse(String(printed)) as { readonly full: number; readonly rested: number };
  expect(full).toBeGreaterThan(30 * 2 ** 20);
  expect(rested).toBeLessThanOrEqual(full / 2);
});
