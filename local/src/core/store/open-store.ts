import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommitRecord, type Recorded, readCommitRecord, sealOf } from './commit-record.ts';
import { StoreDamagedError, StoreLossError, StoreReadOnlyError, StoreVersionError } from './errors.ts';
import { openingError } from './storage-error.ts';

/** Version of the table definitions. A store with a newer version is refused. */
export const SCHEMA_VERSION = 3;
const MEMORY = ':memory:';

/** A database that has been checked: it contains all acknowledged commits. */
export interface OpenedStore {
  readonly db: DatabaseSync;
  /** Undefined for a store in memory. */
  readonly record: CommitRecord | undefined;
  /** Number of commits so far. */
  readonly commits: number;
  /** The highest time of a commit, in epoch milliseconds; 0 if there was none. */
  readonly latestMs: number;
  /** Whether the database was closed cleanly, so that its file contains everything. */
  readonly isClosed: boolean;
}

/** Paths of the files beside the database file. */
const recordPath = (path: string): string => path.replace(/\.sqlite$|$/, '.commits');
const logPath = (path: string): string => `${path}-wal`;

/**
 * Opens the database and checks that no acknowledged commit is missing. Checks the files against the commit record, and
 * the whole file against its checksum after a clean end or its pages after a crash. Throws StoreInUseError,
 * StoreVersionError, StoreReadOnlyError, StoreDamagedError or, unless `acceptLoss` is true, StoreLossError.
 */
export const openStore = (path: string, acceptLoss: boolean): OpenedStore => {
  if (path === MEMORY) {
    const db = openDatabase(path);
    return { db, record: undefined, ...readState(db) };
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  checkWritable(path);
  const recorded = readCommitRecord(recordPath(path));
  const hadLog = existsSync(logPath(path));
  if (!acceptLoss) checkPresence(path, recorded);
  const db = openDatabase(path);
  try {
    if (!acceptLoss) checkContent(path, recorded);
    const state = readState(db);
    if (!acceptLoss) checkState(path, state, { recorded, hadLog });
    if (!state.isClosed) checkPages(path, db);
    markOpen(db);
    return { db, record: new CommitRecord(recordPath(path), state.commits), ...state };
  } catch (error) {
    db.close();
    throw openingError(path, error);
  }
};

/** Closes the database so that its file alone contains everything, and records the size and checksum of that file. */
export const closeStore = (path: string, { db, record }: Pick<OpenedStore, 'db' | 'record'>): void => {
  const isMarked = record !== undefined && markClosed(db);
  db.close();
  record?.close(isMarked && existsSync(path) && !existsSync(logPath(path)) ? sealOf(path) : undefined);
};

/**
 * Checks permissions before SQLite opens the file, because SQLite reports a read-only file system as a disk I/O error.
 */
const checkWritable = (path: string): void => {
  try {
    accessSync(dirname(path), constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.W_OK);
  } catch (error) {
    throw new StoreReadOnlyError(path, { cause: error });
  }
};

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/**
 * Throws StoreLossError for a missing or empty database. Must run before SQLite opens the files, because SQLite removes
 * a write-ahead log whose database is missing.
 */
const checkPresence = (path: string, recorded: Recorded | undefined): void => {
  const bytes = sizeOf(path);
  const expects = (recorded?.commits ?? 0) > 0 || sizeOf(logPath(path)) > 0;
  if (bytes === 0 && expects)
    throw new StoreLossError(
      `${path} is ${existsSync(path) ? 'empty' : 'missing'}, but the runtime has stored data in it.`,
    );
};

/** Compares the database file with the size and checksum that the last clean end recorded. */
const checkContent = (path: string, recorded: Recorded | undefined): void => {
  if (recorded?.closed === undefined) return;
  const { closed } = recorded;
  const bytes = sizeOf(path);
  if (bytes !== closed.bytes)
    throw new StoreLossError(`${path} has ${bytes} bytes; the runtime left it with ${closed.bytes}.`);
  if (sealOf(path).crc !== closed.crc)
    throw new StoreLossError(`${path} is damaged: its content is not what the runtime left there.`);
};

type State = Pick<OpenedStore, 'commits' | 'latestMs' | 'isClosed'>;

const readState = (db: DatabaseSync): State => {
  db.exec(`CREATE TABLE IF NOT EXISTS store_state (
    id INTEGER PRIMARY KEY CHECK (id = 1), commits INTEGER NOT NULL, latest_ms INTEGER NOT NULL, closed INTEGER NOT NULL);
    INSERT OR IGNORE INTO store_state VALUES (1, 0, 0, 1)`);
  const row = db.prepare('SELECT commits, latest_ms, closed FROM store_state').get();
  return { commits: Number(row?.commits), latestMs: Number(row?.latest_ms), isClosed: row?.closed === 1 };
};

const checkState = (
  path: string,
  { commits, isClosed }: State,
  { recorded, hadLog }: { readonly recorded: Recorded | undefined; readonly hadLog: boolean },
): void => {
  const log = basename(logPath(path));
  const acknowledged = recorded?.commits ?? 0;
  if (acknowledged > commits)
    throw new StoreLossError(
      `${path} holds ${commits} of ${acknowledged} acknowledged commits: its write-ahead log ${log} is ${hadLog ? 'cut or damaged' : 'missing'}.`,
    );
  if (recorded === undefined && !isClosed && !hadLog)
    throw new StoreLossError(`${path} was not closed, and its write-ahead log ${log} is missing.`);
};

/** Takes about a second for each gigabyte. */
const checkPages = (path: string, db: DatabaseSync): void => {
  const found = String(db.prepare('PRAGMA quick_check(1)').get()?.quick_check);
  if (found !== 'ok') throw new StoreDamagedError(path, found);
};

/**
 * Marks the database as open in the database file, not only in the write-ahead log. A copy of the file without its log
 * is then detected as incomplete.
 */
const markOpen = (db: DatabaseSync): void =>
  db.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${SCHEMA_VERSION}; UPDATE store_state SET closed = 0; COMMIT;
    PRAGMA wal_checkpoint(TRUNCATE)`);

/** Marks the database as closed; false if the write fails. */
const markClosed = (db: DatabaseSync): boolean => {
  try {
    db.exec('UPDATE store_state SET closed = 1');
    return true;
  } catch {
    return false;
  }
};

const openDatabase = (path: string): DatabaseSync => {
  try {
    const db = new DatabaseSync(path);
    db.exec(
      `PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
       PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0; BEGIN EXCLUSIVE; COMMIT`,
    );
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    if (version > SCHEMA_VERSION) {
      db.close();
      throw new StoreVersionError(path, version, SCHEMA_VERSION);
    }
    return db;
  } catch (error) {
    throw openingError(path, error);
  }
};
