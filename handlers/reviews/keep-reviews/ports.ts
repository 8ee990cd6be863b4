import type { Closing, RequestInEntry, ReviewEntry } from '../../shared/reviews/entry.ts';
import type { Waiting } from './prompt.ts';
import type { RemindPorts } from './remind.ts';

/** The members of an entry that keep-reviews needs. */
export interface KeptReview extends RequestInEntry, Waiting, Pick<ReviewEntry, 'requestedAt' | 'round'> {}

export type PendingReviewLedger = RemindPorts['ledger'] & {
  /** Reads all open entries page by page: state by state, and oldest request first within a state. */
  openPages(): AsyncIterable<readonly KeptReview[]>;
  /** Returns false if another write has closed the entry or replaced its token. */
  close(closing: Closing): Promise<boolean>;
};

/**
 * Finds the task tokens of entries, by application id. An entry whose request has no token in the table, because a later
 * request replaced it, is missing in the result.
 */
export type FindTokens = (entries: readonly KeptReview[]) => Promise<ReadonlyMap<string, string>>;

/** Renews the heartbeat of a task token. GONE: the token is no longer valid. */
export type SendHeartbeat = (taskToken: string) => Promise<'ALIVE' | 'GONE'>;

/** True if this execution ended without success, so that its review can no longer be decided. */
export type HasRunFailed = (executionArn: string) => Promise<boolean>;

/** Finishes the decision that is noted in this application's review but not yet confirmed by the workflow. */
export type FinishDecision = (applicationId: string) => Promise<void>;
