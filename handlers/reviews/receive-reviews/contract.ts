// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  tokensTable: 'REVIEW_TOKENS_TABLE',
  /** Seconds from the first request of a review to its due date. */
  dueAfterSeconds: 'REVIEW_DUE_SECONDS',
} as const;

/** The function's timeout. The queue's visibility timeout is six times this value, as AWS recommends for Lambda. */
export const TIMEOUT_SECONDS = 30;
