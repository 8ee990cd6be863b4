// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  accountsTable: 'ACCOUNTS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  caseEntriesTable: 'CASE_ENTRIES_TABLE',
  caseSealsTable: 'CASE_SEALS_TABLE',
  archiveArn: 'ARCHIVE_ARN',
  busName: 'BUS_NAME',
  /** ARNs of the state machines that operators see, separated by commas; the state machine of applications comes first. */
  stateMachineArns: 'STATE_MACHINE_ARNS',
} as const;

/** Names of the table indexes that lists are read from. */
export const INDEXES = { byState: 'state', byDueDate: 'due' } as const;
