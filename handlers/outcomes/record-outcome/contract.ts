// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = { applicationsTable: 'APPLICATIONS_TABLE', busName: 'BUS_NAME' } as const;

/** Names of the errors that end the execution as failed, for a person to look at. */
export const ERRORS = { conflict: 'OutcomeConflictException' } as const;
