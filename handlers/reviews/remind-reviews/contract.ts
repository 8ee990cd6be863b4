// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  reviewsTable: 'REVIEWS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
  /** How long before it is due a review is reminded of, in seconds. */
  remindBeforeSeconds: 'REMIND_BEFORE_SECONDS',
} as const;

export const TIMEOUT_SECONDS = 300;
