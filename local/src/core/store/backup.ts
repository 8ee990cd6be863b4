import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../aws/aws-error.ts';
import { syncDirectory, syncFile, writeDurably } from './durable-file.ts';
import { SCHEMA_VERSION } from './open-store.ts';
import type { Store } from './store.ts';

export const STORE_FILE = 'runtime.sqlite';
/** Files that a restored directory does not need: the database, which is copied separately, and files that the next start creates again. */
const NOT_COPIED = /^runtime\.(?:sqlite(?:-wal|-shm)?|commits)$|(?:^|[\\/])\.compiled(?:[\\/]|$)/;

/** Thrown if a backup cannot be written to the requested file, or if a file is not a backup. */
class BackupError extends AwsError {
  constructor(message: string, cause?: unknown) {
    super('BackupRefused', message, { statusCode: 409, ...(cause === undefined ? {} : { cause }) });
    this.name = 'BackupError';
  }
}

export interface Backup {
  /** Absolute path of the backup. */
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes a backup of the data directory into one file, while the runtime serves. The backup has the store as of one
 * commit and the files beside it (uploaded code, logs, mails). Throws BackupError if the file exists.
 */
export const backUp = async (store: Store, dataDir: string, path: string): Promise<Backup> => {
  const file = resolve(path);
  if (existsSync(file)) throw new BackupError(`${file} exists. Give the name of a new file.`);
  if (!existsSync(dirname(file))) throw new BackupError(`The directory ${dirname(file)} does not exist.`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  try {
    await store.copyTo(part);
    addFiles(part, dataDir);
    chmodSync(part, 0o600);
    syncFile(part);
    renameSync(part, file);
    syncDirectory(dirname(file));
  } finally {
    rmSync(part, { force: true });
  }
  return { file, bytes: statSync(file).size };
};

/**
 * Replaces a data directory by a backup. No runtime may be using the directory. The former directory is renamed, and
 * its new name is returned. Throws BackupError if the file is not a complete backup.
 */
export const restore = (path: string, dataDir: string): { readonly kept: string | undefined } => {
  checkBackup(path);
  const directory = resolve(dataDir);
  checkUnused(join(directory, STORE_FILE));
  const isEmpty = !existsSync(directory) || readdirSync(directory).length === 0;
  const kept = isEmpty ? undefined : unusedName(`${directory}.before-restore`);
  if (kept !== undefined) renameSync(directory, kept);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  copyFileSync(path, join(directory, STORE_FILE));
  takeOutFiles(directory);
  syncFile(join(directory, STORE_FILE));
  syncDirectory(directory);
  return { kept };
};

/** The first of `<name>-1`, `<name>-2`, … that does not exist. */
const unusedName = (name: string, number = 1): string =>
  existsSync(`${name}-${number}`) ? unusedName(name, number + 1) : `${name}-${number}`;

const addFiles = (file: string, dataDir: string): void => {
  const copy = new DatabaseSync(file);
  try {
    copy.exec(`PRAGMA journal_mode = DELETE; CREATE TABLE backup_files (path TEXT PRIMARY KEY, content BLOB NOT NULL);
      UPDATE store_state SET closed = 1`);
    const add = copy.prepare('INSERT INTO backup_files VALUES (?, ?)');
    for (const name of filesOf(dataDir)) add.run(name, readFileSync(join(dataDir, name)));
  } finally {
    copy.close();
  }
};

const takeOutFiles = (directory: string): void => {
  const db = new DatabaseSync(join(directory, STORE_FILE));
  try {
    for (const { path, content } of db.prepare('SELECT path, content FROM backup_files').iterate()) {
      const file = join(directory, String(path));
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeDurably(file, content as Uint8Array);
    }
    db.exec('DROP TABLE backup_files');
  } finally {
    db.close();
  }
};

const filesOf = (dataDir: string): string[] =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataDir, join(entry.parentPath, entry.name)))
    .filter((name) => !NOT_COPIED.test(name));

const checkBackup = (path: string): void => {
  if (!existsSync(path)) throw new BackupError(`${path} does not exist.`);
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      const found = String(db.prepare('PRAGMA quick_check(1)').get()?.quick_check);
      if (found !== 'ok') throw new Error(found);
      if (Number(db.prepare('PRAGMA user_version').get()?.user_version) > SCHEMA_VERSION)
        throw new Error('a newer runtime has written it');
      db.prepare('SELECT COUNT(*) FROM backup_files').get();
    } finally {
      db.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackupError(`${path} is not a whole backup of this runtime (${reason}).`, error);
  }
};

/** Throws if a runtime has the store open. Any other fault of the former store does not matter: it is replaced. */
const checkUnused = (path: string): void => {
  if (!existsSync(path)) return;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK');
  } catch (error) {
    const isBusy = error instanceof Error && /locked|busy/.test(error.message);
    if (isBusy) throw new BackupError(`${path} is in use by a runtime. Stop it first.`, error);
  } finally {
    db?.close();
  }
};
