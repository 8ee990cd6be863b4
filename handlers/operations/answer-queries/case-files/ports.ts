import type { CaseEntry, SealedHead } from '../../../../api/types.generated.ts';

/** Reads case files. */
export interface CaseFileReader {
  /** All entries of a file, in order; strongly consistent. */
  entries(applicationId: string): Promise<readonly CaseEntry[]>;
  /** The end of the file at its last seal; undefined if it has not been sealed yet. */
  sealedHead(applicationId: string): Promise<SealedHead | undefined>;
}
