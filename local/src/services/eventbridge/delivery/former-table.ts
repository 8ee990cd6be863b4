import type { FormerTable } from '../../../core/delivery/former-table.ts';

/**
 * Reads the table of store formats up to 1. Its column `failure` is set for events that are to be sent to a dead-letter
 * queue.
 */
export const FORMER_TABLE: FormerTable = {
  table: 'eventbridge_deliveries',
  column: 'ingested_ms',
  timers: ['eventbridge.retry', 'eventbridge.resume'],
  rows: `SELECT
    coalesce(iif(failure IS NULL, NULL, target ->> '$.DeadLetterConfig.Arn'), target ->> '$.Arn'),
    iif(failure IS NULL,
      json_object('token', token, 'ruleArn', rule_arn, 'target', json(target)),
      json_object('token', token, 'ruleArn', rule_arn, 'target', json(target), 'deadLetter', json(failure))),
    event, coalesce(failure ->> '$.givenUpMs', ingested_ms), retries, 0, timers.due_ms
    FROM former LEFT JOIN timers ON timers.owner = 'eventbridge.retry' AND timers.id = CAST(former.id AS TEXT)
    ORDER BY former.id`,
};
