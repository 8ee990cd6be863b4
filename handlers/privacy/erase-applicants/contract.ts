// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  submissionsTable: 'SUBMISSIONS_TABLE',
  caseEntriesTable: 'CASE_ENTRIES_TABLE',
  applicantIndexTable: 'APPLICANT_INDEX_TABLE',
  erasuresTable: 'ERASURES_TABLE',
  archiveArn: 'ARCHIVE_ARN',
  archiveDays: 'ARCHIVE_DAYS',
  backupDays: 'BACKUP_DAYS',
} as const;

/** Index of the table of erasures: the erasures of one state. */
export const ERASURES_BY_STATE = 'state';

/** API Gateway waits 30 s for an answer. */
export const TIMEOUT_SECONDS = 29;
