import type { Verdict } from '../../../api/types.generated.ts';
import type { ApplicationRecord, ApplicationView } from '../application-record.ts';
import type { ReviewEntry, RunDecision } from './entry.ts';

/** Read and write access to single entries of the review ledger. */
export interface ReviewLedger {
  /** Strongly consistent read. */
  read(applicationId: string): Promise<ReviewEntry | undefined>;
  /**
   * Replaces the entry if its version is still `entry.version`. Returns the entry with its new version, else undefined.
   */
  write(entry: ReviewEntry): Promise<ReviewEntry | undefined>;
}

/** Output of the review task, as the workflow expects it. */
export interface TaskOutput {
  readonly decision: Verdict;
  readonly reviewer: string;
  readonly comment?: string;
  /** The different people who made this decision, if the review requires two. */
  readonly reviewers?: readonly string[];
}

/**
 * State of a run's wait for a decision. EXPIRED: the review deadline passed. ENDED: the run ended without a decision.
 */
export type Wait =
  | { readonly kind: 'DECIDED'; readonly taken: RunDecision }
  | { readonly kind: 'OPEN' }
  | { readonly kind: 'EXPIRED' }
  | { readonly kind: 'ENDED' };

export interface Runs {
  /**
   * Sends the decision to the workflow. GONE: the token is no longer valid; Step Functions does not say why, so an earlier
   * attempt with the same decision may have succeeded.
   */
  succeed(taskToken: string, output: TaskOutput): Promise<'TAKEN' | 'GONE'>;
  /**
   * State of the run's latest wait, read from its history. OPEN after an answer by fewer people than `decisionsRequired`:
   * the workflow requests the review again.
   */
  readWait(executionArn: string, decisionsRequired: number): Promise<Wait>;
}

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Reads a record without name and address, for functions that do not need the applicant's data. */
export type ViewApplication = (id: string) => Promise<ApplicationView | undefined>;
