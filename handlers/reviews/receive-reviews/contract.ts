// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  /** How long after its first request a review should be decided, in seconds. */
  dueAfterSeconds: 'REVIEW_DUE_SECONDS',
} as const;

/** How long the function may run; the queue hides a message six times as long. */
export const TIMEOUT_SECONDS = 30;
