// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
  stateMachineArn: 'STATE_MACHINE_ARN',
  /** Maximum time in seconds from the start of a run to its last end. A run ends again after each redrive. */
  longestRunSeconds: 'LONGEST_RUN_SECONDS',
} as const;

export const TIMEOUT_SECONDS = 900;
