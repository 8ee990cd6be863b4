import type { Store } from '../../../core/store/store.ts';
import type { Message } from './message-table.ts';
import type { Queue } from './queue-table.ts';

/** SQS's deduplication interval: 5 minutes. */
const INTERVAL_MS = 5 * 60_000;

/** The message that was accepted first for a deduplication id. */
export interface Original {
  readonly messageId: string;
  readonly sequenceNumber: string;
}

/** A message that was returned for a receive attempt id. */
export type AttemptedReceive = Pick<Message, 'position' | 'receipt' | 'visibleMs'>;

const scopeOf = ({ attributes }: Queue, groupId: string): string =>
  attributes.DeduplicationScope === 'messageGroup' ? groupId : '';

/**
 * Stores the deduplication ids and receive attempt ids of FIFO queues for the deduplication interval. All methods must
 * be called inside `store.write`.
 */
export class Deduplication {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  find(queue: Queue, groupId: string, id: string, nowMs: number): Original | undefined {
    this.#store.prepare('DELETE FROM sqs_deduplication WHERE until_ms <= ?').run(nowMs);
    const sql = `SELECT message_id AS messageId, sequence_number AS sequenceNumber FROM sqs_deduplication
      WHERE queue = ? AND scope = ? AND id = ?`;
    return this.#store.prepare(sql).get(queue.id, scopeOf(queue, groupId), id) as Original | undefined;
  }

  add(queue: Queue, groupId: string, id: string, { messageId, sequenceNumber }: Original, nowMs: number): void {
    const sql = `INSERT INTO sqs_deduplication (queue, scope, id, message_id, sequence_number, until_ms)
      VALUES (?, ?, ?, ?, ?, ?)`;
    const scope = scopeOf(queue, groupId);
    this.#store.prepare(sql).run(queue.id, scope, id, messageId, sequenceNumber, nowMs + INTERVAL_MS);
  }

  /**
   * The messages that were returned for this receive attempt id; undefined if it is unknown or older than the
   * deduplication interval.
   */
  findAttempt({ id: queue }: Queue, id: string, nowMs: number): readonly AttemptedReceive[] | undefined {
    this.#store.prepare('DELETE FROM sqs_receive_attempts WHERE until_ms <= ?').run(nowMs);
    const row = this.#store
      .prepare('SELECT received FROM sqs_receive_attempts WHERE queue = ? AND id = ?')
      .get(queue, id);
    return row && (JSON.parse(String(row.received)) as AttemptedReceive[]);
  }

  setAttempt({ id: queue }: Queue, id: string, received: readonly AttemptedReceive[], nowMs: number): void {
    const sql = 'INSERT OR REPLACE INTO sqs_receive_attempts (queue, id, received, until_ms) VALUES (?, ?, ?, ?)';
    this.#store.prepare(sql).run(queue, id, JSON.stringify(received), nowMs + INTERVAL_MS);
  }

  /** Removes all ids of a deleted queue. */
  clear({ id }: Queue): void {
    this.#store.prepare('DELETE FROM sqs_deduplication WHERE queue = ?').run(id);
    this.#store.prepare('DELETE FROM sqs_receive_attempts WHERE queue = ?').run(id);
  }
}
