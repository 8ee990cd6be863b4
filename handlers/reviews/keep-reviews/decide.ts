import type { ApplicationState, ReviewState } from '../../../events/states.ts';
import type { KeptReview } from './ports.ts';

/**
 * Final review state for each application state that ends a review. FLAGGED_WITH_UNPROCESSABLE_DATA occurs if the
 * application was submitted again after a failed run: the review of the failed run can no longer be decided.
 */
const ENDED_AS: Partial<Record<ApplicationState, Exclude<ReviewState, 'PENDING'>>> = {
  APPROVED: 'REVIEW_APPROVED',
  REJECTED: 'REVIEW_REJECTED',
  REVIEW_EXPIRED: 'REVIEW_EXPIRED',
  FLAGGED_WITH_UNPROCESSABLE_DATA: 'REVIEW_EXPIRED',
};

/**
 * Final state of a review whose task token is no longer valid; undefined if the application's state does not end a review.
 * In that case the decision is not recorded yet, a new request with a new token is in flight, or the run has failed.
 */
export function endOfReview(state: ApplicationState): Exclude<ReviewState, 'PENDING'> | undefined {
  return ENDED_AS[state];
}

/** Longer than the timeout of decide-reviews, so that no running invocation still works on the decision. */
const ABANDONED_AFTER_SECONDS = 30;

/** True if the ledger has an unconfirmed decision whose invocation of decide-reviews must have ended by now. */
export function isAbandoned({ deciding }: KeptReview, now: Date): boolean {
  return deciding !== undefined && now.getTime() - Date.parse(deciding.at) >= ABANDONED_AFTER_SECONDS * 1000;
}
