import type { PendingReview } from '../../shared/reviews/entry.ts';

export interface IncomingReviewLedger {
  /**
   * Makes the application's entry a pending one of this request, unless it has one that was requested at the same time
   * or later. While the entry is pending already only its token is exchanged: who holds it, when it is due and what is
   * noted about it stay. One that had ended begins anew, with its audit list.
   */
  keepNewest(review: PendingReview): Promise<'STORED' | 'KNOWN'>;
}
