import type { CaseEntry } from '../../../case-file/entry.ts';

/** The stored entries of all files. */
export interface CaseFiles {
  /** The last entry of a file; undefined if it has none. Strongly consistent. */
  last(applicationId: string): Promise<CaseEntry | undefined>;
  /** False if the file already has an entry of this number; nothing is changed then. */
  add(entry: CaseEntry): Promise<boolean>;
}
