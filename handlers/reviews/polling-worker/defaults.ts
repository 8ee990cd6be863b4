/** Defaults of the environment variables that a deployment sets for receive-reviews and keep-reviews; a test compares both. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  APPLICATIONS_TABLE: 'applications',
  REVIEWS_TABLE: 'reviews',
  REVIEW_DUE_SECONDS: '259200',
  DECIDE_FUNCTION: 'decide-reviews',
};
