import type { ReviewEntry } from '../shared/review-entry.ts';

/** A request of the workflow, as it is to stand in the ledger. */
export type PendingReview = Omit<ReviewEntry, 'state' | 'version' | 'closedAt' | 'deciding'>;

export interface Ledger {
  /**
   * Makes the application's entry a pending one of this request, unless it has one that was requested at the same time
   * or later. While the entry is pending already only its token is exchanged: who holds it, when it is due and what is
   * noted about it stay. One that had ended begins anew, with its audit list.
   */
  keepNewest(review: PendingReview): Promise<'STORED' | 'KNOWN'>;
}
