// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  notificationsTable: 'NOTIFICATIONS_TABLE',
  topicArn: 'TOPIC_ARN',
  busName: 'BUS_NAME',
  stateMachineArn: 'STATE_MACHINE_ARN',
  /** Longest time from the start of a run to its last end, in seconds. A redriven run ends more than once. */
  longestRunSeconds: 'LONGEST_RUN_SECONDS',
} as const;

export const TIMEOUT_SECONDS = 900;
