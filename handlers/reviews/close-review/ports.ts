import type { Closing } from '../../shared/reviews/entry.ts';

export interface ClosableReviewLedger {
  /** Closes the pending review that `closing` describes. Returns false if there is no such review. */
  close(closing: Closing): Promise<boolean>;
}
