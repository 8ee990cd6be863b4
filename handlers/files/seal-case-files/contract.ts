// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  entriesTable: 'CASE_ENTRIES_TABLE',
  sealsTable: 'CASE_SEALS_TABLE',
  busName: 'BUS_NAME',
} as const;

/** Lambda's limit: the function reads every entry of every file. */
export const TIMEOUT_SECONDS = 900;
