// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = { reviewsTable: 'REVIEWS_TABLE' } as const;
