// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
} as const;

/**
 * The function's timeout. It is shorter than the lease on a notification (40 seconds). The queue's visibility timeout
 * is six times this value plus one second.
 */
export const TIMEOUT_SECONDS = 20;
