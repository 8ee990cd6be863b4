// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  reviewsTable: 'REVIEWS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
  /** Seconds before the due date at which a reminder is sent. */
  remindBeforeSeconds: 'REMIND_BEFORE_SECONDS',
} as const;

export const TIMEOUT_SECONDS = 300;
