// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  accountsTable: 'ACCOUNTS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  archiveArn: 'ARCHIVE_ARN',
  busName: 'BUS_NAME',
  stateMachineArn: 'STATE_MACHINE_ARN',
} as const;

/** Names of the table indexes that lists are read from. */
export const INDEXES = { byState: 'state', byDueDate: 'due' } as const;
