import { parseArn } from '../../../core/aws/arn.ts';
import { fullHourUntil } from '../../../core/clock/full-hour.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Table } from '../dynalite-types.ts';
import type { StreamRecord } from './record.ts';
import { labelAt, RETENTION_MS, type Stream, streamArn, type ViewType } from './stream.ts';

const TIMER = 'dynamodb-streams';
const HOUR_MS = 60 * 60_000;
/** Number of records that are deleted in one write. */
const SWEPT_AT_ONCE = 500;

const COLUMNS = `id, table_name AS tableName, label, shard_id AS shardId, view_type AS viewType, key_schema AS keySchema,
  created_ms AS createdMs, ended_ms AS endedMs, last`;

/** A stored record; `number` is its number in the stream. */
interface StoredRecord {
  readonly number: number;
  /** The record as JSON text. */
  readonly text: string;
}

const streamOf = (row: Record<string, unknown>): Stream =>
  ({ ...row, keySchema: JSON.parse(String(row.keySchema)), endedMs: row.endedMs ?? undefined }) as Stream;

/**
 * Stores streams and their records. A record can be read for 24 hours of the runtime's clock; every hour a timer
 * deletes older records. An ended stream is deleted after 24 hours.
 */
export class StreamStore {
  readonly #kernel: Kernel;
  /** The oldest readable record at the last search, by stream id. The next search begins there. */
  readonly #oldest = new Map<number, number>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.store.define(`CREATE TABLE IF NOT EXISTS dynamodb_streams (
      id INTEGER PRIMARY KEY, table_name TEXT NOT NULL, label TEXT NOT NULL, shard_id TEXT NOT NULL,
      view_type TEXT NOT NULL, key_schema TEXT NOT NULL, created_ms INTEGER NOT NULL, ended_ms INTEGER,
      last INTEGER NOT NULL, UNIQUE (table_name, label)
    );
    CREATE TABLE IF NOT EXISTS dynamodb_stream_records (
      stream_id INTEGER NOT NULL, number INTEGER NOT NULL, created_ms INTEGER NOT NULL, record TEXT NOT NULL,
      PRIMARY KEY (stream_id, number)
    ) WITHOUT ROWID`);
    kernel.timers.handle(TIMER, () => this.#sweep());
  }

  /** Creates an enabled stream; call it inside `store.write`. */
  create({ TableName: tableName, KeySchema }: Table, viewType: ViewType): Stream {
    const createdMs = this.#unusedTime(tableName);
    const label = labelAt(createdMs);
    const shardId = `shardId-${String(createdMs).padStart(20, '0')}-${this.#hexId().slice(0, 8)}`;
    this.#kernel.store
      .prepare(
        `INSERT INTO dynamodb_streams (table_name, label, shard_id, view_type, key_schema, created_ms, last)
         VALUES (?, ?, ?, ?, ?, ?, 0)`,
      )
      .run(tableName, label, shardId, viewType, JSON.stringify(KeySchema), createdMs);
    this.#scheduleSweep();
    const stream = this.#one('table_name = ? AND label = ?', tableName, label) as Stream;
    // The id may be that of a deleted stream.
    this.#oldest.delete(stream.id);
    return stream;
  }

  /** Ends the enabled stream of a table, if it has one; call it inside `store.write`. */
  end(tableName: string): void {
    this.#kernel.store
      .prepare('UPDATE dynamodb_streams SET ended_ms = ? WHERE table_name = ? AND ended_ms IS NULL')
      .run(this.#kernel.clock.now(), tableName);
  }

  enabled(tableName: string): Stream | undefined {
    return this.#one('table_name = ? AND ended_ms IS NULL', tableName);
  }

  find(arn: string): Stream | undefined {
    const [, tableName, label] = /^table\/([^/]+)\/stream\/(.+)$/.exec(parseArn(arn)?.resource ?? '') ?? [];
    if (tableName === undefined || label === undefined) return undefined;
    const found = this.#one('table_name = ? AND label = ?', tableName, label);
    return found && streamArn(this.#kernel.home, found) === arn ? found : undefined;
  }

  /** All streams, or those of one table, ordered by table and label. */
  all(tableName?: string): readonly Stream[] {
    return this.#kernel.store
      .prepare(
        `SELECT ${COLUMNS} FROM dynamodb_streams WHERE ended_ms IS NULL OR ended_ms > ? ORDER BY table_name, label`,
      )
      .all(this.#trimMs())
      .map(streamOf)
      .filter((stream) => tableName === undefined || stream.tableName === tableName);
  }

  /** Appends the record that `make` creates for the next number. Call it inside `store.write`. */
  append(stream: Stream, make: (number: number) => StreamRecord): void {
    const row = this.#kernel.store
      .prepare('UPDATE dynamodb_streams SET last = last + 1 WHERE id = ? RETURNING last')
      .get(stream.id);
    const number = Number(row?.last);
    this.#kernel.store
      .prepare('INSERT INTO dynamodb_stream_records (stream_id, number, created_ms, record) VALUES (?, ?, ?, ?)')
      .run(stream.id, number, this.#kernel.clock.now(), JSON.stringify(make(number)));
  }

  /** Number of the oldest record that can be read; if there is none, number of the next record. */
  oldest({ id, last }: Stream): number {
    const row = this.#kernel.store
      .prepare(
        `SELECT number FROM dynamodb_stream_records WHERE stream_id = ? AND number >= ? AND created_ms > ?
         ORDER BY number LIMIT 1`,
      )
      .get(id, this.#oldest.get(id) ?? 0, this.#trimMs());
    const oldest = row ? Number(row.number) : last + 1;
    this.#oldest.set(id, oldest);
    return oldest;
  }

  /** At most `limit` records from the number `from` on, in order. */
  *read({ id }: Stream, from: number, limit: number): Iterable<StoredRecord> {
    const rows = this.#kernel.store
      .prepare(
        'SELECT number, record FROM dynamodb_stream_records WHERE stream_id = ? AND number >= ? ORDER BY number LIMIT ?',
      )
      .iterate(id, from, limit);
    for (const { number, record } of rows) yield { number: Number(number), text: String(record) };
  }

  #one(where: string, ...values: string[]): Stream | undefined {
    const row = this.#kernel.store
      .prepare(`SELECT ${COLUMNS} FROM dynamodb_streams WHERE ${where} AND (ended_ms IS NULL OR ended_ms > ?)`)
      .get(...values, this.#trimMs());
    return row && streamOf(row);
  }

  /**
   * The current time, or the first later time that is not yet the creation time of a stream of this table: the label of
   * a stream is its creation time.
   */
  #unusedTime(tableName: string): number {
    const row = this.#kernel.store
      .prepare('SELECT MAX(created_ms) AS latest FROM dynamodb_streams WHERE table_name = ?')
      .get(tableName);
    return Math.max(Math.floor(this.#kernel.clock.now()), Number(row?.latest ?? 0) + 1);
  }

  #hexId(): string {
    return this.#kernel.ids.uuid().replaceAll('-', '');
  }

  #trimMs(): number {
    return this.#kernel.clock.now() - RETENTION_MS;
  }

  #scheduleSweep(): void {
    this.#kernel.timers.set(TIMER, 'retention', fullHourUntil(this.#kernel.clock.now()) + HOUR_MS);
  }

  async #sweep(): Promise<void> {
    const { store, timers } = this.#kernel;
    const streams = store.prepare(`SELECT ${COLUMNS} FROM dynamodb_streams`).all().map(streamOf);
    for (const stream of streams) await this.#removeTrimmed(stream);
    await store.write(() => {
      store.prepare('DELETE FROM dynamodb_streams WHERE ended_ms <= ?').run(this.#trimMs());
      if (this.#hasStreams()) this.#scheduleSweep();
      else timers.clear(TIMER, 'retention');
    });
  }

  async #removeTrimmed(stream: Stream): Promise<void> {
    const { store } = this.#kernel;
    const remove = () =>
      store
        .prepare(
          `DELETE FROM dynamodb_stream_records WHERE stream_id = ?1 AND number IN
            (SELECT number FROM dynamodb_stream_records WHERE stream_id = ?1 AND number < ?2 ORDER BY number LIMIT ?3)`,
        )
        .run(stream.id, this.oldest(stream), SWEPT_AT_ONCE).changes;
    while (Number(await store.write(remove)) === SWEPT_AT_ONCE);
  }

  #hasStreams(): boolean {
    return this.#kernel.store.prepare('SELECT 1 FROM dynamodb_streams LIMIT 1').get() !== undefined;
  }
}
