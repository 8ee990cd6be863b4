// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = { submissionsTable: 'SUBMISSIONS_TABLE', busName: 'BUS_NAME' } as const;

/** TTL attribute of the submissions table, in seconds since 1970. */
export const EXPIRES_AT = 'expiresAtEpochSeconds';
