import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openingError, StoreVersionError } from './errors.ts';

/** The version of the tables; a store of a newer one is refused. */
const SCHEMA_VERSION = 2;
/** Pages of 4 KiB in the log before they are moved into the file: seldom, for each move waits for the disk twice. */
const CHECKPOINT_PAGES = 10_000;

interface Pending {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One SQLite file, owned by one process: everything the runtime has acknowledged. Writes are grouped: all works handed
 * in during one turn of the event loop share a transaction and its single flush to disk.
 */
export class Store {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #pending: Pending[] = [];
  #idle: (() => void)[] = [];
  #closed = false;

  /** `path` is a file, or `:memory:`. Throws StoreInUseError, StoreVersionError or StoreDamagedError. */
  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#db = open(path);
  }

  /** Creates a part's own tables; called once by each part before it uses them. Statements must be repeatable. */
  define(sql: string): void {
    this.#db.exec(sql);
  }

  /**
   * Replaces a table of a former version in one transaction: runs `sql` when `table` has `column`, which the present
   * table does not have. Called before the present tables are defined.
   */
  migrate(table: string, column: string, sql: string): void {
    const isFormer = this.#db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column);
    if (!isFormer) return;
    try {
      this.#db.exec(`BEGIN IMMEDIATE; ${sql}; COMMIT`);
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** The prepared statement of this text, made once. Reading is allowed at any time and sees what is committed. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  /**
   * Runs `work` (synchronous, statements of this store only) in the next group commit and answers with its result once
   * it is on disk. When it throws, its own changes are undone and the promise is rejected; the others are kept.
   */
  write<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The store is closed.'));
    return new Promise<T>((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#flush());
      this.#pending.push({ work, resolve: resolve as Pending['resolve'], reject });
    });
  }

  /** Resolves when nothing waits to be written. */
  written(): Promise<void> {
    return this.#pending.length === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    // What waited for the last commit may write again before this goes on.
    do await this.written();
    while (this.#pending.length > 0);
    this.#closed = true;
    this.#db.close();
  }

  #flush(): void {
    const group = this.#pending;
    this.#pending = [];
    let settle: (() => void)[];
    try {
      this.prepare('BEGIN IMMEDIATE').run();
      settle = group.map((pending) => this.#attempt(pending));
      this.prepare('COMMIT').run();
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      settle = group.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
    for (const done of settle) done();
    const idle = this.#pending.length === 0 ? this.#idle.splice(0) : [];
    for (const done of idle) done();
  }

  #attempt({ work, resolve, reject }: Pending): () => void {
    this.prepare('SAVEPOINT work').run();
    try {
      const value = work() as never;
      this.prepare('RELEASE work').run();
      return () => resolve(value);
    } catch (error) {
      this.prepare('ROLLBACK TO work').run();
      this.prepare('RELEASE work').run();
      return () => reject(error);
    }
  }
}

const open = (path: string): DatabaseSync => {
  try {
    const db = new DatabaseSync(path);
    db.exec(
      `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0;
       PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    );
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    if (version > SCHEMA_VERSION) throw new StoreVersionError(path, version, SCHEMA_VERSION);
    db.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
    return db;
  } catch (error) {
    throw openingError(path, error);
  }
};
