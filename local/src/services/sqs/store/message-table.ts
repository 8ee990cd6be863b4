import type { Store } from '../../../core/store/store.ts';
import { ENDS, FORMER_RECEIPT, STATE, type State } from './tables.ts';

/** The part of a message that its sender determines. */
export interface Content {
  readonly messageId: string;
  readonly body: string;
  readonly bodyMd5: string;
  /** Message attributes as JSON; null if there are none. */
  readonly attributes: string | null;
  /** The system attribute AWSTraceHeader. */
  readonly traceHeader: string | null;
  readonly sender: string;
  readonly sentMs: number;
  readonly groupId: string | null;
  readonly deduplicationId: string | null;
  /** Set in FIFO queues only. */
  readonly sequenceNumber: string | null;
  /** ARN of the queue that moved the message to this dead-letter queue. */
  readonly sourceArn: string | null;
  /** Number of receives in other queues, before the message was moved to this one. */
  readonly receivedBefore: number;
  readonly firstReceivedMs: number | null;
}

export interface Message extends Content {
  /** Position in the order of arrival; grows with each message. */
  readonly position: number;
  readonly queue: number;
  readonly state: State;
  /** End of the delay or of the visibility timeout. */
  readonly visibleMs: number | null;
  /** The latest receipt handle. */
  readonly receipt: string | null;
  /** Time of the latest receive. */
  readonly receivedMs: number | null;
  /** Number of receives in this queue. */
  readonly receiveCount: number;
}

/** The members of a message that a receive changes. */
export type Receipt = Pick<Message, 'state' | 'visibleMs' | 'receipt' | 'receivedMs'>;

const COLUMNS = `position, queue, state, visible_ms AS visibleMs, receipt, received_ms AS receivedMs,
  receive_count AS receiveCount, received_before AS receivedBefore, first_received_ms AS firstReceivedMs,
  sent_ms AS sentMs, message_id AS messageId, sender, group_id AS groupId, deduplication_id AS deduplicationId,
  sequence_number AS sequenceNumber, source_arn AS sourceArn, trace_header AS traceHeader, attributes,
  body_md5 AS bodyMd5, body`;

/** The SQL statements that read or change several messages of a queue. Each must find its rows by an index. */
export const STATEMENTS = {
  insert: `INSERT INTO sqs_messages (queue, state, visible_ms, receive_count, received_before, first_received_ms, sent_ms,
      message_id, sender, group_id, deduplication_id, sequence_number, source_arn, trace_header, attributes, body_md5, body)
    VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  find: `SELECT ${COLUMNS} FROM sqs_messages WHERE position = ?`,
  findFormer: `SELECT ${COLUMNS} FROM sqs_messages WHERE receipt = ? AND ${FORMER_RECEIPT}`,
  ready: `SELECT ${COLUMNS} FROM sqs_messages
    WHERE queue = ? AND state = ${STATE.ready} AND position > ? ORDER BY position LIMIT ?`,
  waiting: `SELECT ${COLUMNS} FROM sqs_messages
    WHERE queue = ? AND group_id = ? AND state = ${STATE.waiting} AND position > ? ORDER BY position LIMIT ?`,
  receive: `UPDATE sqs_messages SET state = ?, visible_ms = ?, receipt = ?, received_ms = ?,
      receive_count = receive_count + 1, first_received_ms = COALESCE(first_received_ms, ?) WHERE position = ?`,
  inFlight: `SELECT position, group_id AS groupId, receipt FROM sqs_messages
    WHERE queue = ? AND state = ${STATE.inFlight} ORDER BY position`,
  uncountReceive: 'UPDATE sqs_messages SET receive_count = receive_count - 1, receipt = NULL WHERE position = ?',
  setState: 'UPDATE sqs_messages SET state = ?, visible_ms = ? WHERE position = ?',
  remove: 'DELETE FROM sqs_messages WHERE position = ?',
  hasExpired: `SELECT EXISTS (SELECT 1 FROM sqs_messages WHERE queue = ?1 AND sent_ms < ?2)
    OR EXISTS (SELECT 1 FROM sqs_messages WHERE queue = ?1 AND ${ENDS} AND visible_ms <= ?3) AS hasExpired`,
  removeOlder: 'DELETE FROM sqs_messages WHERE queue = ? AND sent_ms < ? RETURNING group_id AS groupId',
  end: `UPDATE sqs_messages SET state = ? WHERE queue = ? AND ${ENDS} AND visible_ms <= ? RETURNING group_id AS groupId`,
  nextEnd: `SELECT MIN(visible_ms) AS dueMs FROM sqs_messages WHERE queue = ? AND ${ENDS}`,
  openGroup: `UPDATE sqs_messages SET state = ${STATE.ready} WHERE position = (
      SELECT MIN(position) FROM sqs_messages WHERE queue = ?1 AND group_id = ?2 AND state = ${STATE.waiting})
    AND NOT EXISTS (SELECT 1 FROM sqs_messages WHERE queue = ?1 AND group_id = ?2 AND state = ${STATE.ready})
    AND NOT EXISTS (SELECT 1 FROM sqs_messages WHERE queue = ?1 AND group_id = ?2 AND state = ${STATE.inFlight})
    AND NOT EXISTS (SELECT 1 FROM sqs_messages AS delayed WHERE delayed.queue = ?1 AND delayed.group_id = ?2
      AND delayed.state = ${STATE.delayed} AND delayed.position < sqs_messages.position)`,
  hasGroup: 'SELECT 1 FROM sqs_messages WHERE queue = ? AND group_id = ? LIMIT 1',
  last: 'SELECT MAX(position) AS position FROM sqs_messages',
  hasReady: `SELECT 1 FROM sqs_messages JOIN sqs_queues ON sqs_queues.id = sqs_messages.queue
    WHERE sqs_queues.name = ? AND state = ${STATE.ready} LIMIT 1`,
  redelay: `UPDATE sqs_messages SET visible_ms = sent_ms + ? WHERE queue = ? AND state = ${STATE.delayed}`,
  countInFlight: `SELECT messages FROM sqs_counts WHERE queue = ? AND state = ${STATE.inFlight}`,
  counts: 'SELECT state, messages FROM sqs_counts WHERE queue = ?',
  clear: 'DELETE FROM sqs_messages WHERE queue = ?',
  forgetCounts: 'DELETE FROM sqs_counts WHERE queue = ?',
} as const;

type Name = keyof typeof STATEMENTS;
type Grouped = { readonly groupId: string | null };

const groupsOf = (rows: unknown): ReadonlySet<string> =>
  new Set((rows as Grouped[]).flatMap(({ groupId }) => groupId ?? []));

/** The messages of all queues. Methods that change rows must be called inside `store.write`. */
export class MessageTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  add(queue: number, content: Content, state: State, visibleMs: number | null): void {
    const { receivedBefore, firstReceivedMs, sentMs, messageId, sender, groupId, deduplicationId } = content;
    const { sequenceNumber, sourceArn, traceHeader, attributes, bodyMd5, body } = content;
    const place = [queue, state, visibleMs, receivedBefore, firstReceivedMs, sentMs];
    const origin = [messageId, sender, groupId, deduplicationId, sequenceNumber, sourceArn, traceHeader];
    this.#run('insert', ...place, ...origin, attributes, bodyMd5, body);
  }

  find(position: number): Message | undefined {
    return this.#sql('find').get(position) as Message | undefined;
  }

  /** The message of a receipt handle that an older version of this runtime issued. */
  findFormer(receipt: string): Message | undefined {
    return this.#sql('findFormer').get(receipt) as Message | undefined;
  }

  /** Ready messages behind `after`, in the order of arrival. */
  ready(queue: number, after: number, limit: number): readonly Message[] {
    return this.#sql('ready').all(queue, after, limit) as unknown as Message[];
  }

  /** Waiting messages of a group behind `after`, in the order of arrival. */
  waiting(queue: number, group: string, after: number, limit: number): readonly Message[] {
    return this.#sql('waiting').all(queue, group, after, limit) as unknown as Message[];
  }

  hasReady(queueName: string): boolean {
    return this.#sql('hasReady').get(queueName) !== undefined;
  }

  /** Position of the latest message of all queues; 0 if there is none. */
  lastPosition(): number {
    return Number(this.#sql('last').get()?.position ?? 0);
  }

  hasGroup(queue: number, group: string): boolean {
    return this.#sql('hasGroup').get(queue, group) !== undefined;
  }

  receive(position: number, { state, visibleMs, receipt, receivedMs }: Receipt): void {
    this.#run('receive', state, visibleMs, receipt, receivedMs, receivedMs, position);
  }

  inFlight(queue: number): readonly Pick<Message, 'position' | 'groupId' | 'receipt'>[] {
    return this.#sql('inFlight').all(queue) as unknown as Message[];
  }

  uncountReceive(position: number): void {
    this.#run('uncountReceive', position);
  }

  setState(position: number, state: State, visibleMs: number | null): void {
    this.#run('setState', state, visibleMs, position);
  }

  remove(position: number): void {
    this.#run('remove', position);
  }

  /**
   * Whether the queue has messages that were sent before `sentMs`, or a delay or visibility timeout that is over at
   * `nowMs`.
   */
  hasExpired(queue: number, sentMs: number, nowMs: number): boolean {
    return this.#sql('hasExpired').get(queue, sentMs, nowMs)?.hasExpired === 1;
  }

  /** Removes the messages that were sent before `sentMs`. Returns the groups of the removed messages. */
  removeOlder(queue: number, sentMs: number): ReadonlySet<string> {
    return groupsOf(this.#sql('removeOlder').all(queue, sentMs));
  }

  /**
   * Ends the delays and visibility timeouts that are over at `nowMs`. Returns the number of changed messages and their
   * groups.
   */
  end(queue: number, nowMs: number, state: State): { readonly changed: number; readonly groups: ReadonlySet<string> } {
    const rows = this.#sql('end').all(state, queue, nowMs);
    return { changed: rows.length, groups: groupsOf(rows) };
  }

  /** The time at which the next delay or visibility timeout ends. */
  nextEndMs(queue: number): number | undefined {
    const dueMs = this.#sql('nextEnd').get(queue)?.dueMs;
    return typeof dueMs === 'number' ? dueMs : undefined;
  }

  /**
   * Makes the first message of a FIFO queue's group ready, unless a message of the group is already ready or in flight.
   * Returns whether a message has become ready.
   */
  openGroup(queue: number, group: string): boolean {
    return this.#sql('openGroup').run(queue, group).changes > 0;
  }

  /** Changes the delay of the messages that are delayed now. */
  redelay(queue: number, delayMs: number): void {
    this.#run('redelay', delayMs, queue);
  }

  countInFlight(queue: number): number {
    return Number(this.#sql('countInFlight').get(queue)?.messages ?? 0);
  }

  /** Number of messages by state. */
  counts(queue: number): Readonly<Record<State, number>> {
    const counts: Record<State, number> = { 0: 0, 1: 0, 2: 0, 3: 0 };
    for (const row of this.#sql('counts').all(queue)) counts[Number(row.state) as State] = Number(row.messages);
    return counts;
  }

  clear(queue: number): void {
    this.#run('clear', queue);
    this.#run('forgetCounts', queue);
  }

  #sql(name: Name) {
    return this.#store.prepare(STATEMENTS[name]);
  }

  #run(name: Name, ...values: (string | number | null)[]): void {
    this.#sql(name).run(...values);
  }
}
