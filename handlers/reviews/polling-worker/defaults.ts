/** Default name of the queue that is polled. */
export const REVIEW_QUEUE = 'review-queue';

/**
 * Default environment variables of receive-reviews outside Lambda. A test fails if they differ from the variables of the
 * deployed function.
 */
export const DEFAULTS: Readonly<Record<string, string>> = {
  APPLICATIONS_TABLE: 'applications',
  REVIEWS_TABLE: 'reviews',
  REVIEW_TOKENS_TABLE: 'review-tokens',
  REVIEW_DUE_SECONDS: '259200',
};
