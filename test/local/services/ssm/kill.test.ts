import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { createSsm } from '../../../../local/src/services/ssm/ssm.ts';
import { removeDirectory, startKernel, temporaryDirectory } from '../../kernel.ts';

/** Runs the process until `count` versions are acknowledged, kills it, and returns the last acknowledged one. */
const putAndKill = async (dataDir: string, count: number): Promise<number> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-process.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    if (last === count) child.kill('SIGKILL');
  }
  return last;
};

test('after kill -9 each acknowledged version exists with its value', async () => {
  const dataDir = temporaryDirectory();
  const last = await putAndKill(dataDir, 20);
  const kernel = await startKernel((made) => [createSsm(made)], { dataDir });
  const { Parameters } = Object(await kernel.as('ssm', 'GetParameterHistory', { Name: '/count' }));
  const latest = await kernel.as('ssm', 'GetParameter', { Name: '/count' });
  await kernel.stop();
  removeDirectory(dataDir);
  const versions = Parameters.map(({ Version, Value }: { Version: number; Value: string }) => [Version, Value]);
  // One more version can be stored than was acknowledged.
  expect([last, last + 1]).toContain(versions.length);
  expect(versions.slice(0, last)).toEqual(Array.from({ length: last }, (_, at) => [at + 1, `${at + 1}`]));
  expect(latest).toMatchObject({ Parameter: { Version: versions.length, Value: `${versions.length}` } });
});
