// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  /** Name of the function that sends decisions to the workflow. */
  decideFunction: 'DECIDE_FUNCTION',
} as const;

export const TIMEOUT_SECONDS = 300;
