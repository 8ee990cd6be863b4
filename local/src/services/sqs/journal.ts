import { arnOf } from '../../core/aws/arn.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Message, Persistence, Queue, QueueStore } from './fauxqs.ts';

/** SQS's deduplication interval: 5 minutes. */
const DEDUPLICATION_MS = 5 * 60_000;

/** The changes of one action. */
export interface Changes {
  /** Resolves when the changes are on disk. */
  readonly written: Promise<void>;
  /** Names of the queues that got messages. */
  readonly queuesWithMessages: ReadonlySet<string>;
  /** Receipt handles that the action returned. */
  readonly receiptHandles: readonly string[];
  /**
   * When the first received or delayed message becomes visible, in wall-clock milliseconds; Infinity if there is none.
   */
  readonly dueMs: number;
}

/**
 * Stores queues and messages in the runtime's store. Replaces fauxqs' own persistence, which loses a queue's messages
 * when the queue is tagged, fails on ChangeMessageVisibility with 0, does not store deduplication ids, and blocks the
 * event loop on a disk write for every message.
 */
export class Journal implements Persistence {
  readonly #kernel: Kernel;
  #writes: (() => void)[] = [];
  #queuesWithMessages = new Set<string>();
  #receiptHandles: string[] = [];
  #dueMs = Number.POSITIVE_INFINITY;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.store.define(`CREATE TABLE IF NOT EXISTS sqs_queues (
      name TEXT PRIMARY KEY, attributes TEXT NOT NULL, tags TEXT NOT NULL,
      created_s INTEGER NOT NULL, modified_s INTEGER NOT NULL, sequence INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sqs_messages (
      position INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, queue TEXT NOT NULL,
      message TEXT NOT NULL, receive_count INTEGER NOT NULL, first_received_ms INTEGER,
      receipt_handle TEXT, hidden_until_ms INTEGER
    );
    CREATE INDEX IF NOT EXISTS sqs_messages_by_queue ON sqs_messages (queue, position);
    CREATE TABLE IF NOT EXISTS sqs_deduplication (
      queue TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, sequence TEXT NOT NULL,
      until_ms INTEGER NOT NULL, PRIMARY KEY (queue, id)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS sqs_deduplication_by_end ON sqs_deduplication (until_ms)`);
  }

  /** Returns the changes that fauxqs reported since the last call and starts to write them. */
  takeChanges(): Changes {
    const writes = this.#writes;
    const changes: Changes = {
      written: this.#write(writes),
      queuesWithMessages: this.#queuesWithMessages,
      receiptHandles: this.#receiptHandles,
      dueMs: this.#dueMs,
    };
    this.#writes = [];
    this.#receiptHandles = [];
    this.#queuesWithMessages = new Set();
    this.#dueMs = Number.POSITIVE_INFINITY;
    return changes;
  }

  /**
   * Loads stored queues and messages into `queues`. Queue URLs come from `urlOf`, because the port can change between
   * runs.
   */
  load(queues: QueueStore, urlOf: (name: string) => string, nowMs: number): void {
    for (const row of this.#kernel.store.prepare('SELECT * FROM sqs_queues ORDER BY name').all()) {
      const name = String(row.name);
      const queue = queues.createQueue(
        name,
        urlOf(name),
        arnOf(this.#kernel.home, 'sqs', name),
        JSON.parse(String(row.attributes)),
        JSON.parse(String(row.tags)),
      );
      queue.createdTimestamp = Number(row.created_s);
      queue.lastModifiedTimestamp = Number(row.modified_s);
      queue.sequenceCounter = Number(row.sequence);
      this.#loadMessages(queue, nowMs);
      this.#loadDeduplication(queue, nowMs);
      queue.persistence = this;
    }
    queues.persistence = this;
  }

  insertQueue(queue: Queue): void {
    const { name, createdTimestamp, lastModifiedTimestamp, sequenceCounter } = queue;
    const attributes = JSON.stringify(queue.attributes);
    const tags = JSON.stringify(Object.fromEntries(queue.tags));
    this.#run(
      'INSERT OR REPLACE INTO sqs_queues (name, attributes, tags, created_s, modified_s, sequence) VALUES (?, ?, ?, ?, ?, ?)',
      [name, attributes, tags, createdTimestamp, lastModifiedTimestamp, sequenceCounter],
    );
  }

  deleteQueue(name: string): void {
    this.#run('DELETE FROM sqs_queues WHERE name = ?', [name]);
    this.#run('DELETE FROM sqs_deduplication WHERE queue = ?', [name]);
    this.deleteQueueMessages(name);
  }

  updateQueueAttributes(name: string, attributes: Record<string, string>, lastModified: number): void {
    this.#run('UPDATE sqs_queues SET attributes = ?, modified_s = ? WHERE name = ?', [
      JSON.stringify(attributes),
      lastModified,
      name,
    ]);
  }

  updateQueueSequenceCounter(name: string, counter: number): void {
    this.#run('UPDATE sqs_queues SET sequence = ? WHERE name = ?', [counter, name]);
  }

  insertMessage(queueName: string, message: Message): void {
    this.#run('INSERT OR REPLACE INTO sqs_messages (message_id, queue, message, receive_count) VALUES (?, ?, ?, ?)', [
      message.messageId,
      queueName,
      JSON.stringify(message),
      message.approximateReceiveCount,
    ]);
    if (message.messageDeduplicationId && message.sequenceNumber) this.#noteDeduplication(queueName, message);
    this.#queuesWithMessages.add(queueName);
    if (message.delayUntil) this.#dueMs = Math.min(this.#dueMs, message.delayUntil);
  }

  deleteMessage(messageId: string): void {
    this.#run('DELETE FROM sqs_messages WHERE message_id = ?', [messageId]);
  }

  updateMessageInflight(
    messageId: string,
    receiptHandle: string,
    visibilityDeadline: number,
    receiveCount: number,
    firstReceiveTimestamp?: number,
  ): void {
    this.#run(
      `UPDATE sqs_messages SET receipt_handle = ?, hidden_until_ms = ?, receive_count = ?, first_received_ms = ?
       WHERE message_id = ?`,
      [receiptHandle, visibilityDeadline, receiveCount, firstReceiveTimestamp ?? null, messageId],
    );
    this.#receiptHandles.push(receiptHandle);
    this.#dueMs = Math.min(this.#dueMs, visibilityDeadline);
  }

  updateMessageReady(messageId: string): void {
    this.#run('UPDATE sqs_messages SET receipt_handle = NULL, hidden_until_ms = NULL WHERE message_id = ?', [
      messageId,
    ]);
  }

  deleteQueueMessages(queueName: string): void {
    this.#run('DELETE FROM sqs_messages WHERE queue = ?', [queueName]);
  }

  #noteDeduplication(queueName: string, message: Message): void {
    this.#run('DELETE FROM sqs_deduplication WHERE until_ms <= ?', [message.sentTimestamp]);
    this.#run(
      'INSERT OR REPLACE INTO sqs_deduplication (queue, id, message_id, sequence, until_ms) VALUES (?, ?, ?, ?, ?)',
      [
        queueName,
        message.messageDeduplicationId ?? '',
        message.messageId,
        message.sequenceNumber ?? '',
        message.sentTimestamp + DEDUPLICATION_MS,
      ],
    );
  }

  #run(sql: string, values: (string | number | null)[]): void {
    this.#writes.push(() => {
      this.#kernel.store.prepare(sql).run(...values);
    });
  }

  #write(writes: readonly (() => void)[]): Promise<void> {
    if (writes.length === 0) return Promise.resolve();
    return this.#kernel.store.write(() => {
      for (const write of writes) write();
    });
  }

  #loadMessages(queue: Queue, nowMs: number): void {
    const rows = this.#kernel.store.prepare('SELECT * FROM sqs_messages WHERE queue = ? ORDER BY position');
    for (const row of rows.all(queue.name)) {
      const message: Message = {
        ...(JSON.parse(String(row.message)) as Message),
        approximateReceiveCount: Number(row.receive_count),
        approximateFirstReceiveTimestamp: row.first_received_ms === null ? undefined : Number(row.first_received_ms),
        receiptHandle: row.receipt_handle === null ? undefined : String(row.receipt_handle),
      };
      const hiddenUntilMs = Number(row.hidden_until_ms ?? 0);
      if (hiddenUntilMs > nowMs) hide(queue, message, String(row.receipt_handle), hiddenUntilMs);
      else queue.enqueue(message);
    }
  }

  #loadDeduplication(queue: Queue, nowMs: number): void {
    const rows = this.#kernel.store
      .prepare('SELECT id, message_id, sequence FROM sqs_deduplication WHERE queue = ? AND until_ms > ?')
      .all(queue.name, nowMs);
    for (const { id, message_id: messageId, sequence } of rows)
      queue.recordDeduplication(String(id), String(messageId), String(sequence));
  }
}

const hide = (queue: Queue, message: Message, receiptHandle: string, visibilityDeadline: number): void => {
  queue.inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline });
  const group = message.messageGroupId;
  if (queue.isFifo() && group) queue.fifoLockedGroups.set(group, (queue.fifoLockedGroups.get(group) ?? 0) + 1);
};
