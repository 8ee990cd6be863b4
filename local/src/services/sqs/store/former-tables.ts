import type { Store } from '../../../core/store/store.ts';
import { STATE, TABLES } from './tables.ts';

/** Owner of the timers for the end of delays and visibility timeouts. A timer's id is the id of its queue. */
export const TIMER_OWNER = 'sqs.visible';

/**
 * Converts the tables of an older version of this runtime, in one transaction. That version stored a message as JSON
 * and used the wall clock. Messages keep their order, receipt handles and receive counts.
 */
export const takeOverFormerTables = (store: Store, accountId: string): void =>
  store.migrate(
    'sqs_messages',
    'message',
    `DROP INDEX IF EXISTS sqs_deduplication_by_end;
     ALTER TABLE sqs_queues RENAME TO former_queues;
     ALTER TABLE sqs_messages RENAME TO former_messages;
     ALTER TABLE sqs_deduplication RENAME TO former_deduplication;
     ${TABLES};
     CREATE TABLE former_offset AS SELECT COALESCE((SELECT offset_ms FROM clock), 0) AS ms;
     ${QUEUES};
     ${messages(accountId)};
     ${GROUPS};
     ${DEDUPLICATION};
     ${TIMERS};
     DROP TABLE former_queues;
     DROP TABLE former_messages;
     DROP TABLE former_deduplication;
     DROP TABLE former_offset`,
  );

const QUEUES = `
  INSERT INTO sqs_queues (name, attributes, tags, created_ms, modified_ms, sequence)
  SELECT name, attributes, tags, created_s * 1000 + ms, modified_s * 1000 + ms, sequence
  FROM former_queues, former_offset ORDER BY name`;

/**
 * Converts the messages. In the old tables, a message is in flight if it has a receipt handle, and delayed if it has a
 * delay and was never received.
 */
const messages = (accountId: string): string => `
  INSERT INTO sqs_messages (position, queue, state, visible_ms, receipt, received_ms, receive_count, received_before,
    first_received_ms, sent_ms, message_id, sender, group_id, deduplication_id, sequence_number, source_arn, attributes,
    body_md5, body)
  SELECT position, queues.id,
    CASE
      WHEN receipt_handle IS NOT NULL THEN ${STATE.inFlight}
      WHEN receive_count = 0 AND message ->> 'delayUntil' IS NOT NULL THEN ${STATE.delayed}
      WHEN queues.name LIKE '%.fifo' THEN ${STATE.waiting}
      ELSE ${STATE.ready}
    END,
    COALESCE(hidden_until_ms, message ->> 'delayUntil') + ms, receipt_handle,
    CASE WHEN receipt_handle IS NOT NULL THEN first_received_ms + ms END,
    receive_count, 0, first_received_ms + ms, (message ->> 'sentTimestamp') + ms, message_id,
    '${accountId}',
    message ->> 'messageGroupId', message ->> 'messageDeduplicationId', message ->> 'sequenceNumber',
    message ->> 'deadLetterQueueSourceArn', NULLIF(message -> 'messageAttributes', '{}'), message ->> 'md5OfBody',
    message ->> 'body'
  FROM former_messages JOIN sqs_queues AS queues ON queues.name = former_messages.queue, former_offset
  ORDER BY position`;

/** Makes the first message of each group of a FIFO queue ready, if no message of the group is in flight. */
const GROUPS = `
  UPDATE sqs_messages SET state = ${STATE.ready} WHERE state = ${STATE.waiting} AND position IN (
    SELECT MIN(position) FROM sqs_messages JOIN sqs_queues ON sqs_queues.id = sqs_messages.queue
    WHERE sqs_queues.name LIKE '%.fifo' GROUP BY queue, group_id HAVING MAX(state) < ${STATE.inFlight})`;

const DEDUPLICATION = `
  INSERT INTO sqs_deduplication (queue, scope, id, message_id, sequence_number, until_ms)
  SELECT queues.id, '', former.id, message_id, former.sequence, until_ms + ms
  FROM former_deduplication AS former JOIN sqs_queues AS queues ON queues.name = former.queue, former_offset`;

const TIMERS = `
  UPDATE sqs_queues SET due_ms = (
    SELECT MIN(visible_ms) FROM sqs_messages WHERE queue = sqs_queues.id AND state >= ${STATE.delayed});
  INSERT INTO timers (owner, id, due_ms, data, setting)
  SELECT '${TIMER_OWNER}', id, due_ms, '', 0 FROM sqs_queues WHERE due_ms IS NOT NULL`;
