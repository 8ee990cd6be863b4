/** Thrown if another process has the store open. */
class StoreInUseError extends Error {
  constructor(path: string) {
    super(`${path} is in use by another runtime. Stop that runtime, or start this one with another --data-dir.`);
    this.name = 'StoreInUseError';
  }
}

/** Thrown if a newer version of the runtime has written the store. */
export class StoreVersionError extends Error {
  constructor(path: string, found: number, known: number) {
    super(
      `${path} has format ${found}; this runtime supports formats up to ${known}. Use a newer runtime, or another --data-dir.`,
    );
    this.name = 'StoreVersionError';
  }
}

/** Thrown if the file is not a readable SQLite database. */
class StoreDamagedError extends Error {
  constructor(path: string, cause: Error) {
    super(
      `${path} is damaged (${cause.message}). Restore it from a backup, or move it away to start with an empty store.`,
      { cause },
    );
    this.name = 'StoreDamagedError';
  }
}

const SQLITE_BUSY = 5;
const DAMAGED = new Set([11, 26]); // SQLITE_CORRUPT, SQLITE_NOTADB

const isSqliteError = (error: unknown): error is Error & { errcode: number } =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number';

/** Translates SQLite's error from opening `path` to an error of this module; returns any other error unchanged. */
export const openingError = (path: string, error: unknown): unknown => {
  if (!isSqliteError(error)) return error;
  const code = error.errcode & 0xff;
  if (code === SQLITE_BUSY) return new StoreInUseError(path);
  return DAMAGED.has(code) ? new StoreDamagedError(path, error) : error;
};
