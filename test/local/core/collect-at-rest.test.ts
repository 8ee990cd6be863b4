import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';

const LIMIT_MS = 30_000;

/** A program that fills the heap for a second, releases the memory and idles; prints the sizes when half of it is returned. */
const RESTING = `
  import { getHeapStatistics } from 'node:v8';
  import { collectAtRest } from '${new URL('../../../local/src/core/collect-at-rest.ts', import.meta.url)}';
  const size = () => getHeapStatistics().total_physical_size;
  collectAtRest();
  setTimeout(() => {
    let filling = [];
    for (const endMs = performance.now() + 1_000; performance.now() < endMs; )
      if (filling.length < 1_000_000) filling.push({ index: filling.length });
    const full = size();
    filling = undefined;
    setInterval(() => {
      if (size() > full / 2) return;
      console.log(JSON.stringify({ full, rested: size() }));
      process.exit(0);
    }, 100);
  }, 1);
`;

test(
  'What a busy time has taken is given back once the thread rests',
  async () => {
    const args = ['--expose-gc', '--input-type=module', '--eval', RESTING];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: LIMIT_MS });
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const { full, rested } = JSON.parse(String(printed)) as { readonly full: number; readonly rested: number };
    expect(full).toBeGreaterThan(30 * 2 ** 20);
    expect(rested).toBeLessThan(full / 2);
  },
  LIMIT_MS,
);
