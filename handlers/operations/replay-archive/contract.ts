// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  archiveName: 'ARCHIVE_NAME',
  busArn: 'BUS_ARN',
  startRuleArn: 'START_RULE_ARN',
  previewRuleArn: 'PREVIEW_RULE_ARN',
  previewQueueUrl: 'PREVIEW_QUEUE_URL',
} as const;

/** Name prefix of replays that only the preview rule receives. */
export const PREVIEW_PREFIX = 'preview-';
