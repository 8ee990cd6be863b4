import type { Store } from '../../../core/store/store.ts';

export type Attributes = { readonly [name: string]: string };
export type Tags = { readonly [key: string]: string };

/** A stored queue. `attributes` contains all attributes that can be set and have a value. */
export interface Queue {
  /** The id of the queue. It is never reused, not even for a later queue with the same name. */
  readonly id: number;
  readonly name: string;
  readonly isFifo: boolean;
  readonly attributes: Attributes;
  readonly tags: Tags;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly purgedMs: number | null;
}

const COLUMNS = `id, name, attributes, tags, created_ms AS createdMs, modified_ms AS modifiedMs, purged_ms AS purgedMs`;

type Row = Omit<Queue, 'attributes' | 'tags' | 'isFifo'> & { readonly attributes: string; readonly tags: string };

const queueOf = (row: unknown): Queue => {
  const { attributes, tags, ...others } = row as Row;
  const isFifo = others.name.endsWith('.fifo');
  return { ...others, isFifo, attributes: JSON.parse(attributes) as Attributes, tags: JSON.parse(tags) as Tags };
};

/** The queues. Methods that change rows must be called inside `store.write`. */
export class QueueTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  find(name: string): Queue | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM sqs_queues WHERE name = ?`).get(name);
    return row && queueOf(row);
  }

  findById(id: number): Queue | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM sqs_queues WHERE id = ?`).get(id);
    return row && queueOf(row);
  }

  all(): readonly Queue[] {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM sqs_queues`).all().map(queueOf);
  }

  policyOf(name: string): string | undefined {
    const sql = `SELECT attributes ->> 'Policy' AS policy FROM sqs_queues WHERE name = ?`;
    const policy = this.#store.prepare(sql).get(name)?.policy;
    return typeof policy === 'string' ? policy : undefined;
  }

  /** Sorted names of queues that begin with `prefix` and follow `after`, at most `limit`. */
  names(prefix: string, after: string, limit: number): readonly string[] {
    const sql = 'SELECT name FROM sqs_queues WHERE name > ? AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?';
    return this.#texts(sql, after, prefix.length, prefix, limit);
  }

  /** Sorted names of the queues whose dead-letter queue is `arn`, after the name `after`, at most `limit`. */
  sourcesOf(arn: string, after: string, limit: number): readonly string[] {
    const sql = 'SELECT name FROM sqs_queues WHERE dead_letter_arn = ? AND name > ? ORDER BY name LIMIT ?';
    return this.#texts(sql, arn, after, limit);
  }

  add(name: string, attributes: Attributes, tags: Tags, nowMs: number): void {
    const sql = `INSERT INTO sqs_queues (name, attributes, tags, created_ms, modified_ms, sequence)
      VALUES (?, ?, ?, ?, ?, 0)`;
    this.#store.prepare(sql).run(name, JSON.stringify(attributes), JSON.stringify(tags), nowMs, nowMs);
  }

  setAttributes({ id }: Queue, attributes: Attributes, nowMs: number): void {
    const sql = 'UPDATE sqs_queues SET attributes = ?, modified_ms = ? WHERE id = ?';
    this.#store.prepare(sql).run(JSON.stringify(attributes), nowMs, id);
  }

  setTags({ id }: Queue, tags: Tags): void {
    this.#store.prepare('UPDATE sqs_queues SET tags = ? WHERE id = ?').run(JSON.stringify(tags), id);
  }

  notePurge({ id }: Queue, nowMs: number): void {
    this.#store.prepare('UPDATE sqs_queues SET purged_ms = ? WHERE id = ?').run(nowMs, id);
  }

  /** The next sequence number of a FIFO queue: 20 digits. */
  nextSequenceNumber({ id }: Queue): string {
    const sql = 'UPDATE sqs_queues SET sequence = sequence + 1 WHERE id = ? RETURNING sequence';
    return String(this.#store.prepare(sql).get(id)?.sequence).padStart(20, '0');
  }

  remove({ id, name }: Queue, nowMs: number): void {
    this.#store.prepare('DELETE FROM sqs_queues WHERE id = ?').run(id);
    this.#store.prepare('INSERT OR REPLACE INTO sqs_deleted_queues (name, deleted_ms) VALUES (?, ?)').run(name, nowMs);
  }

  /**
   * Whether a queue with this name was deleted after `sinceMs`. Also removes the stored names of all queues that were
   * deleted earlier.
   */
  wasDeletedAfter(name: string, sinceMs: number): boolean {
    this.#store.prepare('DELETE FROM sqs_deleted_queues WHERE deleted_ms <= ?').run(sinceMs);
    return this.#store.prepare('SELECT 1 FROM sqs_deleted_queues WHERE name = ?').get(name) !== undefined;
  }

  #texts(sql: string, ...values: (string | number)[]): readonly string[] {
    return this.#store
      .prepare(sql)
      .all(...values)
      .map(({ name }) => String(name));
  }
}
