/** Thrown if another process has the store open. */
export class StoreInUseError extends Error {
  constructor(path: string) {
    super(`${path} is in use by another runtime. Stop that one, or give this one its own --data-dir.`);
    this.name = 'StoreInUseError';
  }
}

/** Thrown if a newer version of the runtime has written the store. */
export class StoreVersionError extends Error {
  constructor(path: string, found: number, known: number) {
    super(
      `${path} has format ${found}; this runtime knows formats up to ${known}. Use the newer runtime, or another --data-dir.`,
    );
    this.name = 'StoreVersionError';
  }
}

/** Thrown if the file is not a readable SQLite database. */
export class StoreDamagedError extends Error {
  constructor(path: string, cause: Error) {
    super(
      `${path} is damaged (${cause.message}). Restore it from a copy, or move it away to begin with an empty store.`,
      { cause },
    );
    this.name = 'StoreDamagedError';
  }
}

const SQLITE_BUSY = 5;
const DAMAGED = new Set([11, 26]); // SQLITE_CORRUPT, SQLITE_NOTADB

const isSqliteError = (error: unknown): error is Error & { errcode: number } =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number';

/** The error to throw for a failure to open `path`, by SQLite's primary result code. */
export const openingError = (path: string, error: unknown): unknown => {
  if (!isSqliteError(error)) return error;
  const code = error.errcode & 0xff;
  if (code === SQLITE_BUSY) return new StoreInUseError(path);
  return DAMAGED.has(code) ? new StoreDamagedError(path, error) : error;
};
