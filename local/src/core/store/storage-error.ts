import {
  StoreBrokenError,
  StoreDamagedError,
  StoreInUseError,
  StoreReadOnlyError,
  StoreUnavailableError,
} from './errors.ts';

/** Primary result codes. https://www.sqlite.org/rescode.html */
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** Extended codes of I/O errors after which the file is unchanged: the disk refused a write or a change of size. */
const REFUSED_WRITES = new Set([IOERR | (3 << 8), IOERR | (6 << 8)]);

type SqliteError = Error & { readonly errcode: number };

/** Node error codes of a file that cannot be written, with the reason for the message. */
const REFUSED_FILES: ReadonlyMap<unknown, string> = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EROFS', 'the data directory is read-only'],
]);

/** The error for a caller if a file beside the store could not be written; undefined for any other error. */
export const refusedFile = (error: unknown): StoreUnavailableError | undefined => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const reason = REFUSED_FILES.get(code);
  return reason === undefined ? undefined : new StoreUnavailableError(reason, error);
};

const isSqliteError = (error: unknown): error is SqliteError =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number';

/** Translates an error from opening `path` to an error of the store; returns any other error unchanged. */
export const openingError = (path: string, error: unknown): unknown => {
  if (!isSqliteError(error)) return error;
  switch (error.errcode & 0xff) {
    case BUSY:
      return new StoreInUseError(path);
    case READONLY:
    case CANTOPEN:
      return new StoreReadOnlyError(path, { cause: error });
    case CORRUPT:
    case NOTADB:
      return new StoreDamagedError(path, error.message, { cause: error });
    default:
      return error;
  }
};

/**
 * Classifies an error of a commit to `path`. StoreUnavailableError: nothing was written, and a later commit may
 * succeed. StoreBrokenError: a flush failed or the file is damaged. Undefined: the error comes from the work itself.
 */
export const storageFailure = (path: string, error: unknown): StoreUnavailableError | StoreBrokenError | undefined => {
  if (!isSqliteError(error)) return undefined;
  const { errcode, message } = error;
  switch (errcode & 0xff) {
    case FULL:
      return new StoreUnavailableError('the disk is full', error);
    case READONLY:
      return new StoreUnavailableError('the data directory is read-only', error);
    case CANTOPEN:
      return new StoreUnavailableError(message, error);
    case IOERR:
      return REFUSED_WRITES.has(errcode)
        ? new StoreUnavailableError(message, error)
        : new StoreBrokenError(path, error);
    case CORRUPT:
    case NOTADB:
      return new StoreBrokenError(path, error);
    default:
      return undefined;
  }
};
