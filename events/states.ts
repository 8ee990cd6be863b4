// Handlers, infra, cli and console load this file, so it contains only plain values and imports nothing.

/**
 * States of an application's record. `isDecided` is true for the final ones. INFORMATION_REQUESTED: a reviewer returned the
 * application, and the applicant must answer until a deadline.
 */
export const APPLICATION_STATES = [
  'SUBMITTED',
  'FLAGGED_FOR_REVIEW',
  'INFORMATION_REQUESTED',
  'FLAGGED_WITH_UNPROCESSABLE_DATA',
  'APPROVED',
  'REJECTED',
  'REVIEW_EXPIRED',
] as const;

export type ApplicationState = (typeof APPLICATION_STATES)[number];

const FINAL_STATES: ReadonlySet<ApplicationState> = new Set([
  'FLAGGED_WITH_UNPROCESSABLE_DATA',
  'APPROVED',
  'REJECTED',
  'REVIEW_EXPIRED',
]);

/** True for final states. */
export function isDecided(state: ApplicationState): boolean {
  return FINAL_STATES.has(state);
}

/** States of an entry in the review ledger. */
export const REVIEW_STATES = [
  'PENDING',
  'PENDING_SECOND',
  'PENDING_SUPERVISOR',
  'REVIEW_APPROVED',
  'REVIEW_REJECTED',
  'REVIEW_RETURNED',
  'REVIEW_EXPIRED',
] as const;

export type ReviewState = (typeof REVIEW_STATES)[number];

/**
 * States of a review that can still be decided. PENDING_SECOND: one of two required people has decided. PENDING_SUPERVISOR:
 * the two have decided differently.
 */
export const OPEN_REVIEW_STATES = [
  'PENDING',
  'PENDING_SECOND',
  'PENDING_SUPERVISOR',
] as const satisfies readonly ReviewState[];

export type OpenReviewState = (typeof OPEN_REVIEW_STATES)[number];

/** States of a review that has ended. */
export type EndedReviewState = Exclude<ReviewState, OpenReviewState>;

/** True if the review can still be decided. */
export function isOpenReview(state: ReviewState): state is OpenReviewState {
  return OPEN_REVIEW_STATES.some((open) => open === state);
}

/** Reasons for a review. Each reason is the name of the check that flagged the application. */
export const REVIEW_REASONS = ['NAME', 'ADDRESS'] as const;

export type ReviewReason = (typeof REVIEW_REASONS)[number];
