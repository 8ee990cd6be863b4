import type { CaseEntry } from '../../../case-file/entry.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { ReviewEntry } from '../../shared/reviews/entry.ts';
import type { StoredErasure } from './erasure.ts';

/** The stored erasures. All reads are strongly consistent, except that of `confirmed`. */
export interface Erasures {
  find(applicationId: string): Promise<StoredErasure | undefined>;
  /** Stores an erasure together with its entry in the case file. False if another write was first: nothing is stored then. */
  advance(erasure: StoredErasure, entry: CaseEntry): Promise<boolean>;
  /** The erasures that are confirmed and not finished, page by page. */
  confirmed(): AsyncIterable<readonly StoredErasure[]>;
}

/** A table of items with versions. */
export interface Items<Item> {
  /** Strongly consistent read. */
  find(id: string): Promise<Item | undefined>;
  /** Replaces the item of the version before. @throws TryAgainException if it has another version */
  replace(item: Item): Promise<void>;
}

/** The entries of case files. */
export interface CaseFiles {
  /** The last entry of a file; undefined if it has none. Strongly consistent. */
  last(applicationId: string): Promise<CaseEntry | undefined>;
  /** Numbers of the entries that have personal data. */
  numbersWithPersonal(applicationId: string): Promise<readonly number[]>;
  /** Removes the personal data of one entry; its hash stays. */
  removePersonal(applicationId: string, number: number): Promise<void>;
}

/** Stores in which this function erases. */
export interface Stores {
  readonly records: Items<ApplicationRecord>;
  readonly reviews: Items<ReviewEntry>;
  readonly files: CaseFiles;
  /** Removes the entries of the applicant index about a record. */
  forgetApplicant(record: ApplicationRecord): Promise<void>;
  /** Removes the hashes of the requests that submitted the application. They could be guessed from a name and an address. */
  forgetSubmissions(applicationId: string): Promise<void>;
}

/** The run of an application. Times are ISO 8601 in UTC. */
export interface Run {
  readonly startedAt: string;
  readonly stoppedAt?: string;
}

/** A replay that sent the events from `from` to `to` again. `endedAt` is missing while it runs. */
export interface Replay {
  readonly from: string;
  readonly to: string;
  readonly endedAt?: string;
}

/** Services that have copies of the applicant's data. */
export interface Copies {
  /** Undefined if Step Functions has deleted the execution. */
  run(executionArn: string): Promise<Run | undefined>;
  replays(): Promise<readonly Replay[]>;
}
