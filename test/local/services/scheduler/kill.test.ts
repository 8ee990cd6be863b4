import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { HOUR_MS, startScheduler } from './system.ts';

const MINUTE_MS = 60_000;

/** Runs the process until `count` invocations have reached the target, kills it, and returns their scheduled times. */
const runAndKill = async (dataDir: string, count: number): Promise<number[]> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-process.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const reached: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    reached.push(Date.parse(line));
    if (reached.length === count) child.kill('SIGKILL');
  }
  return reached;
};

test('after kill -9 a schedule continues without a missing occurrence, and repeats at most the one in flight', async () => {
  const dataDir = temporaryDirectory();
  const before = await runAndKill(dataDir, 100);
  const system = await startScheduler({ dataDir });
  await system.advance(HOUR_MS);
  const after = system.calls.map(({ input }) => Date.parse(String(input.MessageBody)));
  await system.kernel.stop();
  removeDirectory(dataDir);
  const times = [...before, ...after].toSorted((left, right) => left - right);
  const distinct = [...new Set(times)];
  expect(after.length).toBeGreaterThanOrEqual(60);
  expect(distinct.every((ms, index) => index === 0 || ms - (distinct[index - 1] ?? 0) === MINUTE_MS)).toBe(true);
  expect(times.length - distinct.length).toBeLessThanOrEqual(1);
});
