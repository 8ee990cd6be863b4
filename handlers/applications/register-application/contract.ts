// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = { applicationsTable: 'APPLICATIONS_TABLE', busName: 'BUS_NAME' } as const;

/** Names of the errors that the workflow catches. */
export const ERRORS = { invalid: 'InvalidApplicationException', duplicate: 'DuplicateApplicationException' } as const;
