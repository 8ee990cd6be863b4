// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  absencesTable: 'ABSENCES_TABLE',
  accountsTable: 'ACCOUNTS_TABLE',
  erasuresTable: 'ERASURES_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  /** `true` or `false`. */
  secondSeesFirst: 'SECOND_SEES_FIRST',
  caseEntriesTable: 'CASE_ENTRIES_TABLE',
  caseSealsTable: 'CASE_SEALS_TABLE',
  measuresTable: 'MEASURES_TABLE',
  applicantIndexTable: 'APPLICANT_INDEX_TABLE',
  archiveArn: 'ARCHIVE_ARN',
  busName: 'BUS_NAME',
  /** ARNs of the state machines that operators may see, separated by commas. The first is account-application. */
  stateMachineArns: 'STATE_MACHINE_ARNS',
  /** JSON: the list `teams` of workflow/teams.json. */
  teams: 'TEAMS',
} as const;

/** Names of the table indexes from which this function reads lists. */
export const INDEXES = { byState: 'state', byDueDate: 'due' } as const;
