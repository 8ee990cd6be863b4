import type { ApplicationState, EndedReviewState } from '../../../events/states.ts';
import type { KeptReview } from './ports.ts';

/**
 * Final review state for each application state that ends a review. An application with an open review becomes
 * FLAGGED_WITH_UNPROCESSABLE_DATA if its run failed and it was submitted again. The old review can then not be decided.
 */
const ENDED_AS: Partial<Record<ApplicationState, EndedReviewState>> = {
  APPROVED: 'REVIEW_APPROVED',
  REJECTED: 'REVIEW_REJECTED',
  REVIEW_EXPIRED: 'REVIEW_EXPIRED',
  FLAGGED_WITH_UNPROCESSABLE_DATA: 'REVIEW_EXPIRED',
};

/**
 * Final state of a review whose task token is no longer valid. Undefined if the application's state does not end a
 * review: the outcome is not recorded yet, a new request with a new token is on its way, or the run has failed.
 */
export function endOfReview(state: ApplicationState): EndedReviewState | undefined {
  return ENDED_AS[state];
}

/** Longer than the timeout of decide-reviews, so no invocation that noted a decision can still be running. */
const ABANDONED_AFTER_SECONDS = 30;

/** True if the entry has an unconfirmed decision, and the invocation of decide-reviews that noted it has ended. */
export function isAbandoned({ deciding }: KeptReview, now: Date): boolean {
  return deciding !== undefined && now.getTime() - Date.parse(deciding.at) >= ABANDONED_AFTER_SECONDS * 1000;
}
