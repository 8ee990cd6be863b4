/**
 * State of a message. A message of a FIFO queue is `waiting` until it is the first of its group and no message of the
 * group is in flight; then it is `ready`. Messages of a standard queue are never `waiting`. The numbers are stored. The
 * states from `delayed` on end at the message's `visible_ms`.
 */
export const STATE = { ready: 0, waiting: 1, delayed: 2, inFlight: 3 } as const;

export type State = (typeof STATE)[keyof typeof STATE];

/**
 * SQL condition for messages whose state ends at a certain time. The index `sqs_messages_by_end` contains exactly this
 * text, so that SQLite uses the index.
 */
export const ENDS = `state >= ${STATE.delayed}`;

/**
 * SQL condition for receipt handles of an older version of this runtime, which were UUIDs. Current handles have another
 * length.
 */
export const FORMER_RECEIPT = 'length(receipt) = 36';

/**
 * Tables of queues and messages. All times are on the runtime's clock. Triggers maintain the number of messages by
 * queue and state, because counting rows would read the whole queue.
 */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS sqs_queues (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, attributes TEXT NOT NULL, tags TEXT NOT NULL,
    created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL, purged_ms INTEGER, sequence INTEGER NOT NULL,
    due_ms INTEGER,
    dead_letter_arn TEXT AS (json_extract(json_extract(attributes, '$.RedrivePolicy'), '$.deadLetterTargetArn'))
  );
  CREATE INDEX IF NOT EXISTS sqs_queues_by_dead_letter_arn ON sqs_queues (dead_letter_arn);
  CREATE TABLE IF NOT EXISTS sqs_deleted_queues (name TEXT PRIMARY KEY, deleted_ms INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sqs_messages (
    position INTEGER PRIMARY KEY AUTOINCREMENT, queue INTEGER NOT NULL, state INTEGER NOT NULL,
    visible_ms INTEGER, receipt TEXT, received_ms INTEGER, receive_count INTEGER NOT NULL,
    received_before INTEGER NOT NULL, first_received_ms INTEGER, sent_ms INTEGER NOT NULL, message_id TEXT NOT NULL,
    sender TEXT NOT NULL, group_id TEXT, deduplication_id TEXT, sequence_number TEXT, source_arn TEXT,
    trace_header TEXT, attributes TEXT, body_md5 TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS sqs_messages_by_state ON sqs_messages (queue, state, position);
  CREATE INDEX IF NOT EXISTS sqs_messages_by_end ON sqs_messages (queue, visible_ms) WHERE ${ENDS};
  CREATE INDEX IF NOT EXISTS sqs_messages_by_age ON sqs_messages (queue, sent_ms);
  CREATE INDEX IF NOT EXISTS sqs_messages_by_group ON sqs_messages (queue, group_id, state, position)
    WHERE group_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS sqs_messages_by_former_receipt ON sqs_messages (receipt) WHERE ${FORMER_RECEIPT};
  CREATE TABLE IF NOT EXISTS sqs_counts (
    queue INTEGER NOT NULL, state INTEGER NOT NULL, messages INTEGER NOT NULL, PRIMARY KEY (queue, state)
  ) WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS sqs_message_added AFTER INSERT ON sqs_messages BEGIN
    INSERT INTO sqs_counts (queue, state, messages) VALUES (NEW.queue, NEW.state, 1)
      ON CONFLICT DO UPDATE SET messages = messages + 1;
  END;
  CREATE TRIGGER IF NOT EXISTS sqs_message_removed AFTER DELETE ON sqs_messages BEGIN
    UPDATE sqs_counts SET messages = messages - 1 WHERE queue = OLD.queue AND state = OLD.state;
  END;
  CREATE TRIGGER IF NOT EXISTS sqs_message_changed AFTER UPDATE OF state ON sqs_messages
    WHEN NEW.state <> OLD.state BEGIN
    UPDATE sqs_counts SET messages = messages - 1 WHERE queue = OLD.queue AND state = OLD.state;
    INSERT INTO sqs_counts (queue, state, messages) VALUES (NEW.queue, NEW.state, 1)
      ON CONFLICT DO UPDATE SET messages = messages + 1;
  END;
  CREATE TABLE IF NOT EXISTS sqs_deduplication (
    queue INTEGER NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, sequence_number TEXT NOT NULL,
    until_ms INTEGER NOT NULL, PRIMARY KEY (queue, scope, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sqs_deduplication_by_end ON sqs_deduplication (until_ms);
  CREATE TABLE IF NOT EXISTS sqs_receive_attempts (
    queue INTEGER NOT NULL, id TEXT NOT NULL, received TEXT NOT NULL, until_ms INTEGER NOT NULL, PRIMARY KEY (queue, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sqs_receive_attempts_by_end ON sqs_receive_attempts (until_ms)`;
