// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  archiveName: 'ARCHIVE_NAME',
  busArn: 'BUS_ARN',
  startRuleArn: 'START_RULE_ARN',
  amendRuleArn: 'AMEND_RULE_ARN',
  previewRuleArn: 'PREVIEW_RULE_ARN',
  previewQueueUrl: 'PREVIEW_QUEUE_URL',
  trialsTable: 'TRIALS_TABLE',
  trialDays: 'TRIAL_DAYS',
} as const;

/** The names of previews begin with this text. Only the preview rule receives their events. */
export const PREVIEW_PREFIX = 'preview-';

/** Name prefix of replays whose events a trial of check rules counts. */
export const TRIAL_PREFIX = `${PREVIEW_PREFIX}rules-`;

/** TTL attribute of the trials table, in seconds since 1970. */
export const TRIAL_EXPIRES_AT = 'expiresAtEpochSeconds';
