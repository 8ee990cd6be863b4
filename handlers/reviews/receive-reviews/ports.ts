import type { PendingReview } from '../../shared/reviews/entry.ts';

export interface IncomingReviewLedger {
  /**
   * Stores the request as the application's pending entry. KNOWN: the entry has this request or a later one, nothing is
   * changed. In a pending entry only the request's members are replaced: claim, due date and noted decision stay. An
   * ended entry becomes a new pending entry and keeps only its audit list.
   */
  keepNewest(review: PendingReview): Promise<'STORED' | 'KNOWN'>;
}
