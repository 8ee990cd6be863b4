import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startRuntime } from '../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';

/** The error of SQLite for a flush that failed. https://www.sqlite.org/rescode.html#ioerr_fsync */
const FAILED_FLUSH = Object.assign(new Error('disk I/O error'), { errcode: 1034 });

test('work in progress is not counted as the cause when a failed flush ends the process', async () => {
  const dataDir = temporaryDirectory();
  const reasons: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const runtime = await startRuntime({ port: 0, dataDir, log, onBroken: ({ message }) => reasons.push(message) });
  const { crashGuard, store } = runtime.kernel;
  let finish = () => {};
  const work = crashGuard.hold('innocent', () => new Promise<void>((resolve) => (finish = resolve)));
  const inHand = () => statSync(join(dataDir, 'in-hand')).size;
  expect(inHand()).toBeGreaterThan(0);
  const write = store.write(() => {
    throw FAILED_FLUSH;
  });
  await expect(write).rejects.toThrow('could not be stored safely');
  expect([reasons.length, inHand()]).toEqual([1, 0]);
  finish();
  await work;
  await runtime.stop();
  removeDirectory(dataDir);
});
