// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  entriesTable: 'CASE_ENTRIES_TABLE',
  measuresTable: 'MEASURES_TABLE',
  measureDays: 'MEASURE_DAYS',
  applicantIndexTable: 'APPLICANT_INDEX_TABLE',
} as const;

/** A batch has up to 100 changes, whose files are written ten at a time. */
export const TIMEOUT_SECONDS = 30;

/** Messages of log lines that metrics and log queries of the stack read. */
export const MESSAGES = { applicationEnded: 'Application ended', reviewEnded: 'Review ended' } as const;
