import type { DecisionReason, Verdict } from '../../../api/types.generated.ts';
import type { ApplicationRecord, ApplicationView } from '../application-record.ts';
import type { RequestInEntry, ReviewEntry, RunDecision } from './entry.ts';

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
  /** Reason and questions of a return, which the workflow writes into the record. */
  readonly reasonCode?: DecisionReason;
  readonly questions?: readonly string[];
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

/** What the workflow accepts as the answer of a wait. */
export interface WaitRules {
  /** Number of different people who must decide. */
  readonly decisionsRequired: number;
  /** False if the application was returned as often as allowed before this wait. */
  readonly mayReturn: boolean;
}

export interface Runs {
  /**
   * Sends the decision to the workflow. GONE: the token is no longer valid; Step Functions does not say why, so an earlier
   * attempt with the same decision may have succeeded.
   */
  succeed(taskToken: string, output: TaskOutput): Promise<'TAKEN' | 'GONE'>;
  /**
   * State of the run's latest wait for a reviewer, read from its history. OPEN after an answer by fewer people than
   * `decisionsRequired`, and after a return that `mayReturn` excludes: the workflow requests the review again.
   */
  readWait(executionArn: string, rules: WaitRules): Promise<Wait>;
}

/**
 * Finds the task token of the request that the entry has. Undefined if the table of tokens has none, or the token of
 * another request. Strongly consistent read.
 */
export type FindToken = (entry: RequestInEntry) => Promise<string | undefined>;

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Reads a record without name and address, for functions that do not need the applicant's data. */
export type ViewApplication = (id: string) => Promise<ApplicationView | undefined>;
