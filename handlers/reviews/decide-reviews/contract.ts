// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  absencesTable: 'ABSENCES_TABLE',
  tokensTable: 'REVIEW_TOKENS_TABLE',
  /** `true` or `false`. */
  secondSeesFirst: 'SECOND_SEES_FIRST',
  /** JSON: the list `teams` of workflow/teams.json. */
  teams: 'TEAMS',
} as const;

/** 200 decisions at most; API Gateway waits 30 s for an answer. */
export const TIMEOUT_SECONDS = 29;
