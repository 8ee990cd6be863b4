import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  cpSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Store } from '../../../../local/src/core/store/store.ts';
import { freeDisk, noticeFullDisk } from '../../disk.ts';
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

  test('lets a writeSoon join the next commit', async () => {
    const store = withTable();
    const soon = store.writeSoon(() => store.prepare('INSERT INTO facts VALUES (?)').run('soon'));
    await add(store, 'next');
    await soon;
    expect(ids(store)).toEqual(['next', 'soon']);
    expect(store.prepare('SELECT commits FROM store_state').get()).toEqual({ commits: 1 });
    await store.close();
  });

  test('commits a writeSoon even if no other write follows, and before it closes', async () => {
    const first = withTable();
    await first.writeSoon(() => first.prepare('INSERT INTO facts VALUES (?)').run('alone'));
    expect(ids(first)).toEqual(['alone']);
    const last = first.writeSoon(() => first.prepare('INSERT INTO facts VALUES (?)').run('last'));
    await first.close();
    await last;
    const second = withTable();
    expect(ids(second)).toEqual(['alone', 'last']);
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

  test('undoes what a rehearsal writes; other writes wait for its end', async () => {
    const store = withTable();
    await add(store, 'before');
    const seen: unknown[] = [];
    let during: Promise<unknown> = Promise.resolve();
    await store.rehearse(async (rehearsed) => {
      during = add(store, 'during');
      const failing = rehearsed.write(() => {
        rehearsed.prepare('INSERT INTO facts VALUES (?)').run('half');
        throw new Error('refused');
      });
      await Promise.allSettled([add(rehearsed, 'rehearsed'), failing]);
      await add(rehearsed, 'later');
      seen.push(...ids(rehearsed));
    });
    expect(seen).toEqual(['before', 'later', 'rehearsed']);
    await during;
    expect(ids(store)).toEqual(['before', 'during']);
    await store.close();
    const second = withTable();
    expect(ids(second)).toEqual(['before', 'during']);
    await second.close();
  });

  test('undoes a rehearsal that fails, and passes its error on', async () => {
    const store = withTable();
    const rehearsal = store.rehearse(async (rehearsed) => {
      await add(rehearsed, 'rehearsed');
      throw new Error('refused');
    });
    await expect(rehearsal).rejects.toThrow('refused');
    await add(store, 'after');
    expect(ids(store)).toEqual(['after']);
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
    expect(() => new Store(path)).toThrow(
      /runtime\.sqlite is damaged .* Restore it from a backup \(--restore FILE\), or move it away/,
    );
  });

  test('adds a column to a table of a former version once, with its default for the rows that exist', async () => {
    const first = withTable();
    await add(first, 'a');
    first.addColumn('facts', 'secret', 'INTEGER NOT NULL DEFAULT 0');
    await first.write(() => first.prepare('INSERT INTO facts VALUES (?, 1)').run('b'));
    await first.close();
    const second = withTable();
    second.addColumn('facts', 'secret', 'INTEGER NOT NULL DEFAULT 0');
    const rows = second.prepare('SELECT id, secret FROM facts ORDER BY id').all();
    await second.close();
    expect(rows.map(({ id, secret }) => [id, secret])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  test('refuses writes after it is closed', async () => {
    const store = withTable();
    await store.close();
    await expect(add(store, 'late')).rejects.toThrow('The store is closed.');
  });
});

describe('While the disk is full, the store', () => {
  test('rejects every write with a 503 error that contains the reason, stores nothing of it, and answers reads', async () => {
    const store = withTable();
    await add(store, 'before');
    await noticeFullDisk(store);
    await expect(add(store, 'refused')).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      statusCode: 503,
      message: expect.stringContaining('the disk is full'),
    });
    expect(store.unavailable()).toContain('the disk is full');
    expect(ids(store)).toEqual(['before']);
    freeDisk(store);
    await store.close();
  });

  test('lets acknowledged work wait until the disk accepts writes again, and reports both changes', async () => {
    const said: (string | undefined)[] = [];
    const store = new Store(path, { onAvailability: (reason) => said.push(reason?.code) });
    store.define('CREATE TABLE IF NOT EXISTS facts (id TEXT PRIMARY KEY)');
    await noticeFullDisk(store);
    const waiting = store.writeWhenPossible(() => store.prepare('INSERT INTO facts VALUES (?)').run('waited'));
    freeDisk(store);
    await waiting;
    expect(ids(store)).toEqual(['waited']);
    expect(said).toEqual(['ServiceUnavailable', undefined]);
    await store.close();
  });

  test('calls the listeners of onReverted after a failed commit', async () => {
    const store = withTable();
    let memory = 'before';
    store.onReverted(() => {
      memory = 'loaded again';
    });
    const first = store.write(() => {
      memory = 'changed';
    });
    const full = noticeFullDisk(store);
    await expect(first).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    await full;
    expect(memory).toBe('loaded again');
    freeDisk(store);
    await store.close();
  });
});

describe('Opening a store', () => {
  const log = () => `${path}-wal`;
  const record = () => join(directory, 'runtime.commits');

  /** Replaces the files by a copy that was made while the store was open, as after `kill -9`. */
  const killed = async (count: number): Promise<void> => {
    const store = withTable();
    for (let index = 0; index < count; index += 1) await add(store, `fact ${index}`);
    const copy = temporaryDirectory();
    cpSync(directory, copy, { recursive: true });
    await store.close();
    cpSync(copy, directory, { recursive: true });
    removeDirectory(copy);
  };
  const flip = (file: string, at: number): void => {
    const content = readFileSync(file);
    const opened = openSync(file, 'r+');
    writeSync(opened, Buffer.from([(content[at] ?? 0) ^ 0xff]), 0, 1, at);
    closeSync(opened);
  };
  const reopened = async (): Promise<unknown[]> => {
    const store = withTable();
    const found = ids(store);
    await store.close();
    return found;
  };

  test('finds everything after kill -9', async () => {
    await killed(5);
    expect(await reopened()).toHaveLength(5);
  });

  test.each<readonly [string, () => void, RegExp]>([
    ['a missing database', () => rmSync(path), /runtime\.sqlite is missing, but the runtime has stored data/],
    ['an empty database', () => truncateSync(path, 0), /runtime\.sqlite is empty, but the runtime has stored data/],
    ['a missing log', () => rmSync(log()), /holds 0 of 5 acknowledged commits: .*runtime\.sqlite-wal is missing/],
    ['a cut log', () => truncateSync(log(), statSync(log()).size / 2), /holds \d of 5 .*-wal is cut or damaged/],
    [
      'a changed byte of the log',
      () => flip(log(), statSync(log()).size >> 1),
      /holds \d of 5 .*-wal is cut or damaged/,
    ],
    [
      'a copy of the database file alone',
      () => [log(), record()].map((file) => rmSync(file)),
      /was not closed, and its write-ahead log runtime\.sqlite-wal is missing/,
    ],
  ])('after an unclean end, refuses %s and says what is missing', async (_what, damage, words) => {
    await killed(5);
    damage();
    expect(() => new Store(path)).toThrow(words);
    expect(() => new Store(path)).toThrow(/--restore FILE.*--accept-loss/);
  });

  test.each<readonly [string, () => void, RegExp]>([
    [
      'one changed byte',
      () => flip(path, statSync(path).size - 100),
      /is damaged: its content is not what the runtime left/,
    ],
    ['a cut file', () => truncateSync(path, 8192), /has 8192 bytes; the runtime left it with|is damaged/],
    ['an empty file', () => truncateSync(path, 0), /is empty, but the runtime has stored data/],
  ])('after a clean end, refuses %s', async (_what, damage, words) => {
    const store = withTable();
    await add(store, 'a');
    await store.close();
    damage();
    expect(() => new Store(path)).toThrow(words);
  });

  test('after a clean end, accepts a copy of the database file alone, because it contains everything', async () => {
    const store = withTable();
    await add(store, 'a');
    await store.close();
    rmSync(record());
    expect(await reopened()).toEqual(['a']);
  });

  test('with acceptLoss, opens the remaining data', async () => {
    await killed(5);
    rmSync(log());
    const store = new Store(path, { acceptLoss: true });
    store.define('CREATE TABLE IF NOT EXISTS facts (id TEXT PRIMARY KEY)');
    await add(store, 'new');
    await store.close();
    expect(await reopened()).toEqual(['new']);
  });
});

/** Whether this user may write everywhere, whatever the mode of a directory. */
const mayWriteEverywhere = process.getuid?.() === 0;

(mayWriteEverywhere ? test.skip : test)(
  'A read-only data directory is refused with the reason in the message (skipped for root)',
  () => {
    chmodSync(directory, 0o500);
    expect(() => new Store(path)).toThrow(
      /runtime\.sqlite cannot be written: its file system or the file is read-only/,
    );
    chmodSync(directory, 0o700);
  },
);
