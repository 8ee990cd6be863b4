import { closeSync, constants, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const DIGITS = 16;
const CHUNK_BYTES = 4 * 1024 * 1024;

/** The content of the record: facts about the store in the same directory. */
export interface Recorded {
  /** Number of acknowledged commits. */
  readonly commits: number;
  /** Size and checksum of the database file; only after the runtime closed it. */
  readonly closed: FileSeal | undefined;
}

export interface FileSeal {
  readonly bytes: number;
  readonly crc: number;
}

/**
 * A small file beside the database that counts the acknowledged commits, so that opening a database detects lost
 * commits. The count is written after each commit without a flush, so after a power failure it may be too small, but
 * never too large.
 */
export class CommitRecord {
  readonly #file: number;

  /** Opens or creates the file and removes the seal of the last close. */
  constructor(path: string, commits: number) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.count(commits);
    ftruncateSync(this.#file, DIGITS + 1);
  }

  count(commits: number): void {
    writeSync(this.#file, `${String(commits).padStart(DIGITS, '0')}\n`, 0);
  }

  /** Writes the seal (size and checksum) of the closed database file. */
  close(seal: FileSeal | undefined): void {
    if (seal) {
      writeSync(this.#file, `${seal.bytes} ${seal.crc}\n`, DIGITS + 1);
      fsyncSync(this.#file);
    }
    closeSync(this.#file);
  }
}

/** Reads a record; undefined if the file is missing or malformed. */
export const readCommitRecord = (path: string): Recorded | undefined => {
  const text = textOf(path);
  const [, commits, bytes, crc] = /^(\d+)\n(?:(\d+) (\d+)\n)?$/.exec(text ?? '') ?? [];
  if (commits === undefined) return undefined;
  return {
    commits: Number(commits),
    closed: bytes === undefined ? undefined : { bytes: Number(bytes), crc: Number(crc) },
  };
};

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Size and CRC-32 of a file. Reads it once, about one second for each gigabyte. */
export const sealOf = (path: string): FileSeal => {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  let crc = 0;
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, CHUNK_BYTES, bytes);
      if (length === 0) return { bytes, crc };
      crc = crc32(buffer.subarray(0, length), crc);
      bytes += length;
    }
  } finally {
    closeSync(file);
  }
};
