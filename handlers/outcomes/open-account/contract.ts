// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  accountsTable: 'ACCOUNTS_TABLE',
  busName: 'BUS_NAME',
} as const;

/** The function's timeout. The queue's visibility timeout is six times this value and a second. */
export const TIMEOUT_SECONDS = 15;
