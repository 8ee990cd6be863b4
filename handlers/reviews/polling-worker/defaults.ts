/** What the deployment sets in the environment of receive-reviews and keep-reviews; a test compares the two. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  APPLICATIONS_TABLE: 'applications',
  REVIEWS_TABLE: 'reviews',
  REVIEW_DUE_SECONDS: '259200',
  DECIDE_FUNCTION: 'decide-reviews',
};
