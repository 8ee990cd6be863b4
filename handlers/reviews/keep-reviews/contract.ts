// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  reviewsTable: 'REVIEWS_TABLE',
  tokensTable: 'REVIEW_TOKENS_TABLE',
  /** Name of the function that sends decisions to the workflow. */
  decideFunction: 'DECIDE_FUNCTION',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
  /** Seconds before the due date at which a reminder is sent. */
  remindBeforeSeconds: 'REMIND_BEFORE_SECONDS',
} as const;

/** Message of the log line that the stack's metrics read. */
export const MESSAGE = 'Pending reviews processed';

export const TIMEOUT_SECONDS = 300;
