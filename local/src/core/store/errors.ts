import { AwsError } from '../aws/aws-error.ts';

/** Thrown if another process has the store open. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError';

  constructor(path: string) {
    super(`${path} is in use by another runtime. Stop that runtime, or start this one with another --data-dir.`);
  }
}

/** Thrown if a newer version of the runtime has written the store. */
export class StoreVersionError extends Error {
  override readonly name = 'StoreVersionError';

  constructor(path: string, found: number, known: number) {
    super(
      `${path} has format ${found}; this runtime supports formats up to ${known}. Use a newer runtime, or another --data-dir.`,
    );
  }
}

/** Thrown if the file is not a readable SQLite database. */
export class StoreDamagedError extends Error {
  override readonly name = 'StoreDamagedError';

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      `${path} is damaged (${reason}). Restore it from a backup (--restore FILE), or move it away to start with an empty store.`,
      options,
    );
  }
}

/** Thrown if acknowledged commits are missing from the store, or if its files changed after the runtime closed them. */
export class StoreLossError extends Error {
  override readonly name = 'StoreLossError';

  /** `what` is a sentence that names the file and the loss. */
  constructor(what: string) {
    super(
      `${what} Put the missing file back, restore a backup (--restore FILE), or start with what is left: --accept-loss.`,
    );
  }
}

/** Thrown if the data directory cannot be written. */
export class StoreReadOnlyError extends Error {
  override readonly name = 'StoreReadOnlyError';

  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} cannot be written: its file system or the file is read-only. Make it writable, or choose another --data-dir.`,
      options,
    );
  }
}

/**
 * Thrown if the store cannot be written at present, e.g. because the disk is full. Nothing of the refused write is
 * stored. API callers get it as a 503 error, which SDKs retry.
 */
export class StoreUnavailableError extends AwsError {
  constructor(reason: string, cause?: unknown) {
    super(
      'ServiceUnavailable',
      `The runtime cannot store anything: ${reason}. Reads still work. Writes work again once the cause is removed.`,
      {
        statusCode: 503,
        ...(cause === undefined ? {} : { cause }),
      },
    );
    this.name = 'StoreUnavailableError';
  }
}

/** Thrown if a flush failed: written data may not be on disk. All later writes fail with this error, too. */
export class StoreBrokenError extends Error {
  override readonly name = 'StoreBrokenError';

  constructor(path: string, cause: Error) {
    super(
      `${path} could not be stored safely (${cause.message}), so the runtime stops. What it acknowledged before is on disk. Check the disk, then start again.`,
      { cause },
    );
  }
}
