import type { PendingReview } from '../../shared/reviews/entry.ts';

export interface IncomingReviewLedger {
  /**
   * Stores the request as the application's pending entry. KNOWN: the entry already has this request or a later one, so
   * nothing is changed. A pending entry keeps its claim, due date and noted decision; the request's other members are
   * replaced. An ended entry becomes a new pending entry and keeps only its audit list.
   */
  keepNewest(review: PendingReview): Promise<'STORED' | 'KNOWN'>;
}
