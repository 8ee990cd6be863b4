import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CodeStore } from '../../../../../local/src/services/lambda/code/code-store.ts';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { zipArchive } from '../zip-archive.ts';

let directory: string;
let store: CodeStore;
beforeEach(() => {
  directory = temporaryDirectory();
  store = new CodeStore(directory);
});
afterEach(() => {
  store.close();
  removeDirectory(directory);
});

test('An archive of 2,000 files is unpacked while other work goes on', async () => {
  const names = Array.from({ length: 2_000 }, (_, index) => [`${index % 7}/${index}.mjs`, `${index}`]);
  const archive = zipArchive(Object.fromEntries(names));
  let turns = 0;
  const count = setInterval(() => {
    turns += 1;
  }, 0);
  const code = await store.unpack('many', archive);
  clearInterval(count);
  expect(turns).toBeGreaterThan(20);
  expect(readFileSync(join(code.directory, '3/1998.mjs'), 'utf8')).toBe('1998');
});

test('Two calls that unpack the same archive at the same time give one directory, and leave nothing else', async () => {
  const archive = zipArchive({ 'index.mjs': 'export const a = 1;', 'lib/b.mjs': '' });
  const [first, second] = await Promise.all([store.unpack('twice', archive), store.unpack('twice', archive)]);
  expect(second).toEqual(first);
  expect(readdirSync(dirname(first.directory))).toHaveLength(1);
  expect(existsSync(join(first.directory, 'lib/b.mjs'))).toBe(true);
});
