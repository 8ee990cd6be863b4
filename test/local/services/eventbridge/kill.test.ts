import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { startBus } from './bus.ts';

/** Runs the process until `count` events are acknowledged, kills it, and returns the keys that it printed. */
const runAndKill = async (dataDir: string, count: number) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-process.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = { acknowledged: new Set<string>(), reached: new Set<string>() };
  for await (const line of createInterface(child.stdout)) {
    const [word, key = ''] = line.split(' ');
    said[word as keyof typeof said].add(key);
    if (said.acknowledged.size === count) child.kill('SIGKILL');
  }
  return said;
};

test('events acknowledged before kill -9 are delivered after a restart', async () => {
  const dataDir = temporaryDirectory();
  const before = await runAndKill(dataDir, 500);
  const bus = await startBus({ dataDir });
  await bus.kernel.timers.advance(60_000);
  await bus.settled();
  const after = (bus.targets.bodies('orders') as { detail: { key: string } }[]).map(({ detail }) => detail.key);
  await bus.kernel.stop();
  removeDirectory(dataDir);
  expect(before.acknowledged.size).toBeGreaterThanOrEqual(500);
  expect(after.length).toBeGreaterThan(50);
  const reached = new Set([...before.reached, ...after]);
  expect([...before.acknowledged].filter((key) => !reached.has(key))).toEqual([]);
});
