import type { Closing, Intent, ReviewEntry } from '../../shared/reviews/entry.ts';

/** What the keeper needs of an entry. */
export interface KeptReview extends Pick<ReviewEntry, 'applicationId' | 'taskToken' | 'requestedAt'> {
  readonly deciding?: Pick<Intent, 'at'>;
}

export interface PendingReviewLedger {
  /** The entries that wait for a decision, in pages, oldest request first. */
  pendingPages(): AsyncIterable<readonly KeptReview[]>;
  /** False when it has been closed or replaced by a newer request meanwhile. */
  close(closing: Closing): Promise<boolean>;
}

/** Tells the workflow that the review is still in somebody's hands. GONE: nobody waits for this token any more. */
export type SendHeartbeat = (taskToken: string) => Promise<'ALIVE' | 'GONE'>;

/** True when this run of the workflow ended without success: nobody will decide what it was waiting for. */
export type HasRunFailed = (executionArn: string) => Promise<boolean>;

/** Has a decision finished that was noted for this application's review and then left alone. */
export type FinishDecision = (applicationId: string) => Promise<void>;
