import type { IncomingReview } from '../../shared/reviews/entry-updates.ts';

export interface IncomingReviewLedger {
  /**
   * Stores the request as the application's open entry, and its task token beside the ledger. KNOWN: the entry already has this request or a later one, so
   * nothing is changed. An open entry keeps its claim, due date and noted decision; it keeps its first decisions only if
   * the request is of the same run; the request's other members are replaced. An ended entry becomes a new pending entry
   * and keeps only its audit list.
   */
  keepNewest(review: IncomingReview): Promise<'STORED' | 'KNOWN'>;
}
