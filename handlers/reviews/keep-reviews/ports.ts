import type { ReviewState } from '../../../events/states.ts';
import type { ReviewEntry } from '../shared/review-entry.ts';

export interface Ledger {
  /** The entries that wait for a decision, in pages, oldest request first. */
  pendingPages(): AsyncIterable<readonly ReviewEntry[]>;
  /** Closes the entry, unless it has been closed or replaced by a newer request meanwhile. */
  close(entry: ReviewEntry, state: Exclude<ReviewState, 'PENDING'>, now: Date): Promise<void>;
}

/** Tells the workflow that the review is still in somebody's hands. GONE: nobody waits for this token any more. */
export type SendHeartbeat = (taskToken: string) => Promise<'ALIVE' | 'GONE'>;

/** True when this run of the workflow ended without success: nobody will decide what it was waiting for. */
export type HasRunFailed = (executionArn: string) => Promise<boolean>;

/** Has a decision finished that was noted for this application's review and then left alone. */
export type FinishDecision = (applicationId: string) => Promise<void>;
