import type { Closing } from '../../shared/reviews/entry.ts';

export interface ClosableReviewLedger {
  /** False when there is no such pending review. */
  close(closing: Closing): Promise<boolean>;
}
