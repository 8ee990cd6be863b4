import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Store } from '../../../../local/src/core/store/store.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory, 'runtime.sqlite');
});
afterEach(() => removeDirectory(directory));

const withTable = (): Store => {
  const store = new Store(path);
  store.define('CREATE TABLE IF NOT EXISTS facts (id TEXT PRIMARY KEY)');
  return store;
};
const add = (store: Store, id: string) => store.write(() => store.prepare('INSERT INTO facts VALUES (?)').run(id));
const ids = (store: Store) =>
  store
    .prepare('SELECT id FROM facts ORDER BY id')
    .all()
    .map(({ id }) => id);

describe('The store', () => {
  test('keeps written data over a restart', async () => {
    const first = withTable();
    await add(first, 'a');
    await first.close();
    const second = withTable();
    expect(ids(second)).toEqual(['a']);
    await second.close();
  });

  test('rolls back a failing write without affecting the other writes of its group', async () => {
    const store = withTable();
    const results = await Promise.allSettled([
      add(store, 'a'),
      store.write(() => {
        store.prepare('INSERT INTO facts VALUES (?)').run('half');
        throw new Error('refused');
      }),
      add(store, 'b'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(ids(store)).toEqual(['a', 'b']);
    await store.close();
  });

  test('does not show a write to readers before it is acknowledged', async () => {
    const store = withTable();
    const writing = add(store, 'a');
    expect(ids(store)).toEqual([]);
    await writing;
    expect(ids(store)).toEqual(['a']);
    await store.close();
  });

  test('refuses a second process on the same file, with the file and a remedy in the message', async () => {
    const store = withTable();
    await add(store, 'a');
    const code = `import { Store } from ${JSON.stringify(new URL('../../../../local/src/core/store/store.ts', import.meta.url).href)};
      try { new Store(${JSON.stringify(path)}); } catch (error) { console.log(error.name + ': ' + error.message); }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    await once(child, 'close');
    expect(said).toBe(
      `StoreInUseError: ${path} is in use by another runtime. Stop that runtime, or start this one with another --data-dir.\n`,
    );
    await store.close();
  });

  test('refuses a store of a newer format', () => {
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => new Store(path)).toThrow(/runtime\.sqlite has format 99; this runtime supports formats up to 3\./);
  });

  test('refuses a damaged file, with a remedy in the message', () => {
    writeFileSync(path, 'this is no database, and long enough to be looked at as one'.repeat(100));
    expect(() => new Store(path)).toThrow(/runtime\.sqlite is damaged .* Restore it from a backup, or move it away/);
  });

  test('refuses writes after it is closed', async () => {
    const store = withTable();
    await store.close();
    await expect(add(store, 'late')).rejects.toThrow('The store is closed.');
  });
});
