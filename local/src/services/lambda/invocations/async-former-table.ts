import type { FormerTable } from '../../../core/delivery/former-table.ts';

/**
 * Reads the table of store formats up to 1. Its column `deliveries` contains the results that were not yet sent after
 * the last run.
 */
export const FORMER_TABLE: FormerTable = {
  table: 'lambda_async',
  column: 'throttles',
  timers: ['lambda.async'],
  rows: `SELECT function,
      json_object('kind', 'run', 'functionName', function, 'qualifier', qualifier, 'requestId', request_id),
      payload, received_ms, attempts, throttles, due_ms
    FROM former WHERE deliveries IS NULL
    UNION ALL
    SELECT outcome.value ->> '$.destinationArn',
      json_object('kind', 'handover', 'functionName', function, 'qualifier', qualifier, 'requestId', request_id,
        'outcome', json_remove(outcome.value, '$.body')),
      outcome.value ->> '$.body', received_ms, 0, 0, due_ms
    FROM former, json_each(former.deliveries) AS outcome WHERE deliveries IS NOT NULL`,
};
