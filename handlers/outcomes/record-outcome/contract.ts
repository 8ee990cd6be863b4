// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  /** The rules of the review policy about two people, as JSON. */
  twoPeople: 'TWO_PEOPLE',
} as const;

/** Names of the errors that fail the execution, so that an operator examines it. */
export const ERRORS = { conflict: 'OutcomeConflictException' } as const;
