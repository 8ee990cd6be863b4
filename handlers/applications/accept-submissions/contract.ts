// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  submissionsTable: 'SUBMISSIONS_TABLE',
  busName: 'BUS_NAME',
  submissionDays: 'SUBMISSION_DAYS',
} as const;

/** TTL attribute of the submissions table, in seconds since 1970. */
export const EXPIRES_AT = 'expiresAtEpochSeconds';
