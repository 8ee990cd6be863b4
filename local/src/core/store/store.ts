import { statSync } from 'node:fs';
import { backup, type DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CommitRecord } from './commit-record.ts';
import { StoreBrokenError, StoreUnavailableError } from './errors.ts';
import { closeStore, type OpenedStore, openStore } from './open-store.ts';
import { storageFailure } from './storage-error.ts';
import { IN_REHEARSAL, IN_USE, type TurnCommands } from './turn-commands.ts';

/** Size of the write-ahead log that triggers a checkpoint. Large, because each checkpoint waits for two flushes. */
const CHECKPOINT_BYTES = 40 * 1024 * 1024;
/** Number of commits between two checks of the log size. */
const COMMITS_PER_LOOK = 64;
/** Interval of test writes while the disk refuses writes. Wall-clock time. */
const PROBE_MS = 500;
/** Size of a test write. Large, so that the waiting writes do not fill the disk again immediately. */
const PROBE_BYTES = 256 * 1024;
/** How long `writeSoon` waits for another commit to join. Wall-clock time. */
const SOON_MS = 5;

export interface StoreOptions {
  /** Opens a store even if it has lost data; the remaining data is kept. */
  readonly acceptLoss?: boolean;
  /** Called when the store starts to refuse writes, and with undefined when it accepts them again. */
  readonly onAvailability?: (reason: StoreUnavailableError | undefined) => void;
  /** Called once if a flush failed, so that written data may not be on disk. All later writes fail; the process should end. */
  readonly onBroken?: (error: StoreBrokenError) => void;
}

interface Pending {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One SQLite file, owned by one process, with all data that the runtime has acknowledged. Group commit: all writes of
 * one turn of the event loop share one transaction and one flush.
 *
 * If the disk refuses a write, nothing of its group is stored, and each write of the group rejects with
 * StoreUnavailableError. All later writes reject with it, too, until a test write succeeds. Work that is already
 * acknowledged uses `untilStored` to wait for that. If a flush fails, the store is broken: it calls `onBroken` and
 * accepts no more writes.
 */
export class Store {
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #record: CommitRecord | undefined;
  readonly #commands: TurnCommands;
  readonly #options: StoreOptions;
  readonly #statements = new Map<string, StatementSync>();
  readonly #reverted: (() => void)[] = [];
  /** The highest commit time that an earlier process stored, in epoch milliseconds; 0 if there is none. */
  readonly latestMs: number;
  /** Whether the process that last had this store closed it. False after a crash. */
  readonly wasClosed: boolean;
  #stamp: () => number = () => 0;
  #commits: number;
  #refusals = 0;
  #pending: Pending[] = [];
  /** Whether this turn of the event loop ends with a commit. */
  #commitsThisTurn = false;
  #soon: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];
  #refusing: StoreUnavailableError | StoreBrokenError | undefined;
  #waiting: Waiting[] = [];
  #probe: NodeJS.Timeout | undefined;
  #waits = true;
  #closed = false;
  #rehearses = false;

  /**
   * `path`: a file, or `:memory:`. Throws StoreInUseError, StoreVersionError, StoreReadOnlyError, StoreDamagedError or
   * StoreLossError. `rehearsed`: the open database of a store that rehearses.
   */
  constructor(path: string, options: StoreOptions = {}, rehearsed?: OpenedStore) {
    const { db, record, commits, latestMs, isClosed } = rehearsed ?? openStore(path, options.acceptLoss === true);
    this.#path = path;
    this.#options = options;
    this.#db = db;
    this.#record = record;
    this.#commands = rehearsed ? IN_REHEARSAL : IN_USE;
    this.#commits = commits;
    this.latestMs = latestMs;
    this.wasClosed = isClosed;
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

  /** Adds a column to a table of a former version that does not have it. `definition` has its type and its default. */
  addColumn(table: string, column: string, definition: string): void {
    const isThere = this.#db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column);
    if (!isThere) this.#db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
  }

  /** Stores the time that `now` returns with each commit. */
  stampCommits(now: () => number): void {
    this.#stamp = now;
  }

  /**
   * Calls `listener` after a failed commit. Changes in memory that were made inside `write` are then not stored, and
   * the listener must load the stored data again. Not called if the store is broken.
   */
  onReverted(listener: () => void): void {
    this.#reverted.push(listener);
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
   * is on disk. If `work` throws, its own changes are rolled back and the promise rejects; other writes are kept. Rejects
   * with StoreUnavailableError while the disk refuses writes.
   */
  write<T>(work: () => T): Promise<T> {
    return this.#add(work, () => this.#flushThisTurn());
  }

  /**
   * Like `write`, for work that the next start repeats after a crash, such as the removal of a finished delivery. The
   * work joins the next commit, or gets its own commit after 5 ms without another one.
   */
  writeSoon<T>(work: () => T): Promise<T> {
    return this.#add(work, () => {
      this.#soon ??= setTimeout(() => this.#flushSoon(), SOON_MS);
    });
  }

  /**
   * Like `write`, for work that follows from an acknowledged request and must not fail: waits while the disk refuses
   * writes.
   */
  writeWhenPossible<T>(work: () => T): Promise<T> {
    return this.untilStored(() => this.write(work));
  }

  /**
   * Repeats `attempt` while it fails with StoreUnavailableError; waits before each repetition until the store accepts
   * writes. Rejects with that error once `stopWaiting` was called.
   */
  async untilStored<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || !this.#waits) throw error;
        await this.#available();
      }
    }
  }

  /** Throws the error with which a write would reject at present; does nothing if writes work. */
  requireWritable(): void {
    if (this.#refusing) throw this.#refusing;
  }

  /** Reason why the store accepts no writes at present; undefined if it accepts them. */
  unavailable(): string | undefined {
    return this.#refusing?.message;
  }

  /** Number of writes that the disk has refused so far. */
  refusals(): number {
    return this.#refusals;
  }

  /** Rejects all work that waits for the disk, so that the runtime can stop. The next start repeats that work. */
  stopWaiting(): void {
    this.#waits = false;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#refusing ?? new Error('The store is closed.'));
  }

  /** Copies the database into a new file while the store is in use. The copy contains every commit up to its end. */
  async copyTo(path: string): Promise<void> {
    await backup(this.#db, path);
  }

  /**
   * Runs `work` with a store that has the same content, and then undoes all its writes. Writes of this store wait until
   * then. Its reads see what `work` writes.
   */
  async rehearse<T>(work: (store: Store) => Promise<T>): Promise<T> {
    await this.written();
    this.#rehearses = true;
    this.#db.exec('BEGIN IMMEDIATE');
    const { latestMs, wasClosed: isClosed } = this;
    const opened = { db: this.#db, record: undefined, commits: this.#commits, latestMs, isClosed };
    const rehearsed = new Store(this.#path, {}, opened);
    try {
      return await work(rehearsed);
    } finally {
      await rehearsed.#end();
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#rehearses = false;
      if (this.#pending.length > 0) this.#flushThisTurn();
    }
  }

  /** Commits the pending writes; resolves when no write is pending. */
  written(): Promise<void> {
    if (this.#pending.length > 0) this.#flushThisTurn();
    return this.turnWritten();
  }

  /** Like `written`, but does not wait for writes of `writeSoon` that can still join another commit. */
  turnWritten(): Promise<void> {
    return this.#commitsThisTurn ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#end();
    closeStore(this.#path, { db: this.#db, record: this.#record });
  }

  /** Commits what is pending, and accepts no further writes. */
  async #end(): Promise<void> {
    this.stopWaiting();
    // Callers that waited for this commit may add further writes before this loop continues.
    do await this.written();
    while (this.#pending.length > 0);
    this.#closed = true;
    clearTimeout(this.#probe);
    clearTimeout(this.#soon);
  }

  #refuse(reason: StoreUnavailableError | StoreBrokenError): Promise<never> {
    this.#refusals += 1;
    return Promise.reject(reason);
  }

  #available(): Promise<void> {
    if (!this.#refusing) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #add<T>(work: () => T, schedule: () => void): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The store is closed.'));
    if (this.#refusing) return this.#refuse(this.#refusing);
    return new Promise<T>((resolve, reject) => {
      this.#pending.push({ work, resolve: resolve as Pending['resolve'], reject });
      schedule();
    });
  }

  #flushThisTurn(): void {
    if (this.#commitsThisTurn || this.#rehearses) return;
    this.#commitsThisTurn = true;
    setImmediate(() => this.#flush());
  }

  #flushSoon(): void {
    this.#soon = undefined;
    if (this.#pending.length > 0) this.#flushThisTurn();
  }

  #flush(): void {
    const group = this.#pending;
    this.#pending = [];
    this.#commitsThisTurn = false;
    for (const done of this.#commit(group)) done();
    const idle = this.#pending.length === 0 ? this.#idle.splice(0) : [];
    for (const done of idle) done();
  }

  /** Commits the group; returns the functions that settle its promises. */
  #commit(group: readonly Pending[]): readonly (() => void)[] {
    try {
      this.prepare(this.#commands.begin).run();
      const settle = group.map((pending) => this.#attempt(pending));
      this.#countCommit();
      this.prepare(this.#commands.commit).run();
      this.#commits += 1;
      this.#afterCommit();
      return settle;
    } catch (error) {
      this.#refusals += group.length;
      const reason = this.#commitFailed(error);
      return group.map(
        ({ reject }) =>
          () =>
            reject(reason),
      );
    }
  }

  #attempt({ work, resolve, reject }: Pending): () => void {
    this.prepare('SAVEPOINT work').run();
    try {
      const value = work() as never;
      this.prepare('RELEASE work').run();
      return () => resolve(value);
    } catch (error) {
      if (storageFailure(this.#path, error)) throw error;
      this.prepare('ROLLBACK TO work').run();
      this.prepare('RELEASE work').run();
      return () => reject(error);
    }
  }

  #countCommit(): void {
    this.prepare('UPDATE store_state SET commits = ?, latest_ms = MAX(latest_ms, ?)').run(
      this.#commits + 1,
      this.#stamp(),
    );
  }

  /**
   * Must not throw, because the commit is already in the log. If the disk has no room for a checkpoint, a later commit
   * attempts it again.
   */
  #afterCommit(): void {
    try {
      this.#record?.count(this.#commits);
      if (this.#record && this.#commits % COMMITS_PER_LOOK === 0) this.#checkpointIfLarge();
    } catch (error) {
      const failure = storageFailure(this.#path, error);
      if (failure instanceof StoreBrokenError) this.#break(failure);
    }
  }

  #checkpointIfLarge(): void {
    if (statSync(`${this.#path}-wal`).size >= CHECKPOINT_BYTES) this.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
  }

  /** Rolls back the transaction; returns the error with which the writes of the group reject. */
  #commitFailed(error: unknown): unknown {
    const failure = storageFailure(this.#path, error);
    if (this.#db.isTransaction) this.#db.exec(this.#commands.revert);
    if (failure instanceof StoreBrokenError) {
      this.#break(failure);
      return failure;
    }
    if (failure) this.#becomeUnavailable(failure);
    for (const listener of this.#reverted) listener();
    return failure ?? error;
  }

  #becomeUnavailable(reason: StoreUnavailableError): void {
    this.#refusing = reason;
    this.#options.onAvailability?.(reason);
    // SQLite may have ended the transaction of a rehearsal, so a later write would be stored.
    if (this.#commands !== IN_REHEARSAL) this.#probeLater();
  }

  #break(reason: StoreBrokenError): void {
    this.#refusing = reason;
    this.stopWaiting();
    this.#options.onBroken?.(reason);
  }

  #probeLater(): void {
    this.#probe = setTimeout(() => this.#probeNow(), PROBE_MS).unref();
  }

  #probeNow(): void {
    try {
      this.#db.exec(`BEGIN IMMEDIATE; DROP TABLE IF EXISTS store_probe; CREATE TABLE store_probe (data BLOB);
        INSERT INTO store_probe VALUES (zeroblob(${PROBE_BYTES})); COMMIT; DROP TABLE store_probe`);
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      const failure = storageFailure(this.#path, error);
      if (failure instanceof StoreBrokenError) this.#break(failure);
      else this.#probeLater();
      return;
    }
    this.#refusing = undefined;
    this.#options.onAvailability?.(undefined);
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }
}
