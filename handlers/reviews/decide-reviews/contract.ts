// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = { applicationsTable: 'APPLICATIONS_TABLE', reviewsTable: 'REVIEWS_TABLE' } as const;
