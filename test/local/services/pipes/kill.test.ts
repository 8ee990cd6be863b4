import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { payloadOf, startPipes, until } from './system.ts';

/** Runs the process until `count` messages have reached the target, kills it, and returns their numbers. */
const runAndKill = async (dataDir: string, count: number): Promise<number[]> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-process.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const reached: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    reached.push(Number(line));
    if (reached.length === count) child.kill('SIGKILL');
  }
  return reached;
};

test('after kill -9 a pipe loses no message, and repeats only those in flight', async () => {
  const dataDir = temporaryDirectory();
  const before = await runAndKill(dataDir, 200);
  const system = await startPipes({ dataDir });
  await until(async () => (await system.count('work')) === 0);
  const after = system.calls.flatMap((call) => (payloadOf(call) as { body: string }[]).map(({ body }) => Number(body)));
  await system.kernel.stop();
  removeDirectory(dataDir);
  const distinct = [...new Set([...before, ...after])].toSorted((left, right) => left - right);
  expect(distinct.every((number, index) => number === index)).toBe(true);
  expect(before.length + after.length - distinct.length).toBeLessThanOrEqual(50);
});
