import type { Closing, Intent, ReviewEntry } from '../../shared/reviews/entry.ts';

/** The members of an entry that keep-reviews needs. */
export interface KeptReview extends Pick<ReviewEntry, 'applicationId' | 'taskToken'> {
  readonly deciding?: Pick<Intent, 'at'>;
}

export interface PendingReviewLedger {
  /** Pages of pending entries, oldest request first. */
  pendingPages(): AsyncIterable<readonly KeptReview[]>;
  /** False if the entry was closed or has another token since it was read. */
  close(closing: Closing): Promise<boolean>;
}

/** Renews the heartbeat of a task token. GONE: the token is no longer valid. */
export type SendHeartbeat = (taskToken: string) => Promise<'ALIVE' | 'GONE'>;

/** True if this execution ended without success, so that its review can no longer be decided. */
export type HasRunFailed = (executionArn: string) => Promise<boolean>;

/** Finishes a decision that was noted for this application's review and then abandoned. */
export type FinishDecision = (applicationId: string) => Promise<void>;
