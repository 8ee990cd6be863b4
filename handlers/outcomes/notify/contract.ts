// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
} as const;

/** The function's timeout. Shorter than the lease on a notification (40 seconds); the queue's visibility timeout is six times this value and a second. */
export const TIMEOUT_SECONDS = 20;
