// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
  busName: 'BUS_NAME',
  stateMachineArn: 'STATE_MACHINE_ARN',
  /** How long a run can take from its start to its last end, in seconds. */
  longestRunSeconds: 'LONGEST_RUN_SECONDS',
} as const;

export const TIMEOUT_SECONDS = 900;
