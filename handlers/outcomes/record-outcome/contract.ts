// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = { applicationsTable: 'APPLICATIONS_TABLE', busName: 'BUS_NAME' } as const;

/** Names of the errors that fail the execution, so that an operator examines it. */
export const ERRORS = { conflict: 'OutcomeConflictException' } as const;
