import type { Head } from '../../../case-file/seal.ts';

/** One seal of all files. Times are ISO 8601 in UTC. */
export interface Seal {
  /** Counts the seals, from 1. */
  readonly number: number;
  readonly sealedAt: string;
  readonly root: string;
  readonly previousRoot?: string;
  readonly files: number;
  readonly entries: number;
}

export interface Seals {
  /** The sealed end of every file, page by page. */
  heads(): AsyncIterable<readonly Head[]>;
  /** The newest seal; undefined before the first one. */
  latest(): Promise<Seal | undefined>;
  storeHeads(heads: readonly Head[], sealedAt: string): Promise<void>;
  /** Stores a new seal as the newest one. @throws Error if a seal of its number exists */
  store(seal: Seal): Promise<void>;
}

/** Number and hash of every entry of every file, page by page. */
export type ReadEntries = () => AsyncIterable<readonly Head[]>;
