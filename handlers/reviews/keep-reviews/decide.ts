import type { ApplicationState, ReviewState } from '../../../events/states.ts';
import type { KeptReview } from './ports.ts';

/**
 * How a review has ended whose application is in this state; the other states say that it has not. An application that
 * was submitted anew after a failed run may end as unprocessable: then nobody will decide the review of before.
 */
const ENDED_AS: Partial<Record<ApplicationState, Exclude<ReviewState, 'PENDING'>>> = {
  APPROVED: 'REVIEW_APPROVED',
  REJECTED: 'REVIEW_REJECTED',
  REVIEW_EXPIRED: 'REVIEW_EXPIRED',
  FLAGGED_WITH_UNPROCESSABLE_DATA: 'REVIEW_EXPIRED',
};

/**
 * What became of a review whose token is gone: its end, or nothing while the record does not say. Then the decision is
 * about to be recorded, or a new request with a new token is on its way, or the run has failed.
 */
export function endOfReview(state: ApplicationState): Exclude<ReviewState, 'PENDING'> | undefined {
  return ENDED_AS[state];
}

/** Longer than the function that decides may run. */
const ABANDONED_AFTER_SECONDS = 30;

/** True when a decision is noted and whoever noted it must have broken off. */
export function isAbandoned({ deciding }: KeptReview, now: Date): boolean {
  return deciding !== undefined && now.getTime() - Date.parse(deciding.at) >= ABANDONED_AFTER_SECONDS * 1000;
}
