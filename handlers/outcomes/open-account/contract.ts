// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  accountsTable: 'ACCOUNTS_TABLE',
  busName: 'BUS_NAME',
} as const;

/** The function's timeout. The queue's visibility timeout is six times this value plus one second. */
export const TIMEOUT_SECONDS = 15;
