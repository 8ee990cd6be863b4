// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = { entriesTable: 'CASE_ENTRIES_TABLE' } as const;

/** A batch has up to 100 changes, whose files are written ten at a time. */
export const TIMEOUT_SECONDS = 30;
