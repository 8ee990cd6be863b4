// Loaded by handlers, reviewer and infra: plain values, no imports.

/** What an application's record can say. Those of `isDecided` are final. */
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

/** True when the workflow has nothing left to decide about a record in this state. */
export function isDecided(state: ApplicationState): boolean {
  return FINAL_STATES.has(state);
}

/** What an entry of the review ledger can say. */
export const REVIEW_STATES = ['PENDING', 'REVIEW_APPROVED', 'REVIEW_REJECTED', 'REVIEW_EXPIRED'] as const;

export type ReviewState = (typeof REVIEW_STATES)[number];

/** Why a person must look at an application: which of its two checks was flagged. */
export const REVIEW_REASONS = ['NAME', 'ADDRESS'] as const;

export type ReviewReason = (typeof REVIEW_REASONS)[number];
