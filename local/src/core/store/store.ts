import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openingError, StoreVersionError } from './errors.ts';

/** Version of the table definitions. The constructor refuses a store with a newer version. */
const SCHEMA_VERSION = 3;
/** WAL size, in 4 KiB pages, that triggers a checkpoint. Large, because each checkpoint waits for two fsyncs. */
const CHECKPOINT_PAGES = 10_000;

interface Pending {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One SQLite file, owned by one process, with all data that the runtime has acknowledged. Group commit: all writes of one
 * turn of the event loop share one transaction and one fsync.
 */
export class Store {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #pending: Pending[] = [];
  #idle: (() => void)[] = [];
  #closed = false;

  /** `path`: a file, or `:memory:`. Throws StoreInUseError, StoreVersionError or StoreDamagedError. */
  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#db = open(path);
  }

  /** Creates a service's tables. Each service calls it once before it uses them; the statements must be idempotent. */
  define(sql: string): void {
    this.#db.exec(sql);
  }

  /**
   * Replaces a table of a former version in one transaction: runs `sql` if `table` has `column`, which the present table
   * does not have. Must be called before the present tables are defined.
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

  /** The prepared statement for this text, cached. Reads are allowed at any time and see committed data. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  /**
   * Runs `work` (synchronous, statements of this store only) in the next group commit. Resolves with its result when the commit
   * is on disk. If `work` throws, its own changes are rolled back and the promise rejects; other writes are kept.
   */
  write<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The store is closed.'));
    return new Promise<T>((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#flush());
      this.#pending.push({ work, resolve: resolve as Pending['resolve'], reject });
    });
  }

  /** Resolves when no write is pending. */
  written(): Promise<void> {
    return this.#pending.length === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    // Callers that waited for the last commit can write again before this continues.
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
