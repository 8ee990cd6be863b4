import type { CaseEntry } from '../../../case-file/entry.ts';
import type { KeyedRow } from '../../shared/measures/row.ts';

/** Maximum number of entries that one call adds. */
export const ENTRIES_AT_ONCE = 100;

/** The stored entries of all files. */
export interface CaseFiles {
  /** The last entry of a file; undefined if it has none. Strongly consistent. */
  last(applicationId: string): Promise<CaseEntry | undefined>;
  /**
   * Adds entries of one file, at most ENTRIES_AT_ONCE: all of them or none. False if the file already has an entry of
   * one of their numbers, or if another call is adding one.
   */
  add(entries: readonly CaseEntry[]): Promise<boolean>;
  /** All entries of a file, in order. Strongly consistent. */
  read(applicationId: string): Promise<readonly CaseEntry[]>;
}

/** The stored rows of the measures. */
export interface Measures {
  /**
   * Adds rows; one that exists stays as it is, because a change that is delivered again has the same row.
   * @throws TryAgainException if only some rows were added
   */
  add(rows: readonly KeyedRow[]): Promise<void>;
}
