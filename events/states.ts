// Handlers, infra, cli and console load this file, so it contains only plain values and imports nothing.

/** States of an application's record. `isDecided` is true for the final ones. */
export const APPLICATION_STATES = [
  'SUBMITTED',
  'FLAGGED_FOR_REVIEW',
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
export const REVIEW_STATES = ['PENDING', 'REVIEW_APPROVED', 'REVIEW_REJECTED', 'REVIEW_EXPIRED'] as const;

export type ReviewState = (typeof REVIEW_STATES)[number];

/** Reasons for a review. Each reason is the name of the check that flagged the application. */
export const REVIEW_REASONS = ['NAME', 'ADDRESS'] as const;

export type ReviewReason = (typeof REVIEW_REASONS)[number];
