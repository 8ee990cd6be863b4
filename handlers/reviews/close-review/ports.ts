import type { Closing } from '../../shared/reviews/entry.ts';

export interface ClosableReviewLedger {
  /** False if no pending review of the application was requested at or before `requestedBy`. */
  close(closing: Closing): Promise<boolean>;
}
