import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { releasePages } from '../../../../local/src/core/store/release-pages.ts';
import { removeDirectory, startKernel, temporaryDirectory } from '../../kernel.ts';

test('The file of a store becomes smaller after most of its rows were deleted', async () => {
  const dataDir = temporaryDirectory();
  const kernel = await startKernel(
    (parts) => {
      releasePages(parts);
      parts.store.define('CREATE TABLE facts (data BLOB)');
      return [];
    },
    { dataDir },
  );
  const { store } = kernel;
  const row = store.prepare('INSERT INTO facts VALUES (zeroblob(1000000))');
  await store.write(() => Array.from({ length: 10 }, () => row.run()));
  await store.write(() => store.prepare('DELETE FROM facts').run());
  await kernel.timers.advance(86_400_000);
  expect(store.prepare('PRAGMA freelist_count').get()).toEqual({ freelist_count: 0 });
  await kernel.stop();
  expect(statSync(join(dataDir, 'runtime.sqlite')).size).toBeLessThan(1_000_000);
  removeDirectory(dataDir);
});
