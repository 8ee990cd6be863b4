// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = { applicationsTable: 'APPLICATIONS_TABLE', busName: 'BUS_NAME' } as const;

export const TIMEOUT_SECONDS = 60;
