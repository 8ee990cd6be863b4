import type { IndexEntry } from '../../../shared/applicant-index/terms.ts';
import type { ApplicationRecord } from '../../../shared/application-record.ts';
import type { IndexKey } from '../cursor.ts';

/** An entry of the applicant index. */
export interface Indexed extends IndexEntry {
  readonly applicationId: string;
}

/** A page of the entries of a term that begin with `prefix`, in descending order, after the entry with the key `after`. */
interface WantedPage {
  readonly term: string;
  readonly prefix: string;
  readonly after: IndexKey | undefined;
  readonly limit: number;
}

/** Reads applications by their applicants. */
export interface PeopleReader {
  /** At most `limit` entries of a term, newest submission first. Eventually consistent. */
  entriesOf(term: string, limit: number): Promise<readonly Indexed[]>;
  /** Eventually consistent. `last` is the key of the last entry, if there may be more. */
  wordsPage(
    wanted: WantedPage,
  ): Promise<{ readonly items: readonly Indexed[]; readonly last?: Readonly<Record<string, unknown>> | undefined }>;
  /**
   * The records with these ids, in the order of the ids, without ids that have none.
   * @throws TryAgainException if DynamoDB read only some of them
   */
  records(ids: readonly string[]): Promise<readonly ApplicationRecord[]>;
}
