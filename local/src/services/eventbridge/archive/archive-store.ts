import type { CompiledPattern } from '../../../core/event-pattern/compile-pattern.ts';
import type { Store } from '../../../core/store/store.ts';
import { notFound } from '../errors.ts';
import type { BusEvent } from '../event.ts';
import { compilePattern } from '../pattern.ts';

export interface Archive {
  readonly name: string;
  readonly bus: string;
  readonly description: string | null;
  readonly pattern: string | null;
  /** 0 means that events are kept without a time limit. */
  readonly retentionDays: number;
  readonly createdMs: number;
  readonly events: number;
  readonly bytes: number;
}

/** An archive with its compiled pattern. Without a pattern it stores all events. */
export interface ActiveArchive {
  readonly name: string;
  readonly retentionDays: number;
  readonly pattern: CompiledPattern | undefined;
}

export interface ArchivedEvent {
  readonly seq: number;
  readonly timeMs: number;
  readonly event: string;
}

/** Selects the events to read: those with a time in [fromMs, toMs) that follow the event at (timeMs, seq). */
export interface ArchiveRange {
  readonly archive: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly after: { readonly timeMs: number; readonly seq: number };
  readonly limit: number;
}

const COLUMNS = `name, bus, description, pattern, retention_days AS retentionDays, created_ms AS createdMs, events, bytes`;

/** Archives and their events. Methods that write must be called inside a transaction of the store. */
export class ArchiveStore {
  readonly #store: Store;
  readonly #active = new Map<string, readonly ActiveArchive[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  find(name: string): Archive | undefined {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_archives WHERE name = ?`).get(name) as
      | Archive
      | undefined;
  }

  /** The archive with this name. Throws ResourceNotFoundException. */
  get(name: string): Archive {
    const archive = this.find(name);
    if (!archive) throw notFound(`Archive ${name} does not exist.`);
    return archive;
  }

  list(): readonly Archive[] {
    return this.#store
      .prepare(`SELECT ${COLUMNS} FROM eventbridge_archives ORDER BY name`)
      .all() as unknown as Archive[];
  }

  active(bus: string): readonly ActiveArchive[] {
    const known = this.#active.get(bus);
    if (known) return known;
    const made = this.list()
      .filter((archive) => archive.bus === bus)
      .map(({ name, retentionDays, pattern }) => ({
        name,
        retentionDays,
        pattern: pattern === null ? undefined : compilePattern(pattern),
      }));
    this.#active.set(bus, made);
    return made;
  }

  put(archive: Archive): void {
    const { name, bus, description, pattern, retentionDays, createdMs, events, bytes } = archive;
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO eventbridge_archives
          (name, bus, description, pattern, retention_days, created_ms, events, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(name, bus, description, pattern, retentionDays, createdMs, events, bytes);
  }

  delete(name: string): void {
    this.#store.prepare('DELETE FROM eventbridge_archives WHERE name = ?').run(name);
    this.#store.prepare('DELETE FROM eventbridge_archived WHERE archive = ?').run(name);
  }

  add(archive: string, { json, timeMs, ingestedMs }: BusEvent): void {
    const bytes = Buffer.byteLength(json);
    this.#store
      .prepare('INSERT INTO eventbridge_archived (archive, time_ms, archived_ms, bytes, event) VALUES (?, ?, ?, ?, ?)')
      .run(archive, timeMs, ingestedMs, bytes, json);
    this.#count(archive, 1, bytes);
  }

  /** The selected events, in order of their time. */
  read({ archive, fromMs, toMs, after, limit }: ArchiveRange): readonly ArchivedEvent[] {
    return this.#store
      .prepare(
        `SELECT seq, time_ms AS timeMs, event FROM eventbridge_archived
          WHERE archive = ? AND time_ms >= ? AND time_ms < ? AND (time_ms, seq) > (?, ?)
          ORDER BY time_ms, seq LIMIT ?`,
      )
      .all(archive, fromMs, toMs, after.timeMs, after.seq, limit) as unknown as ArchivedEvent[];
  }

  /**
   * Time at which the oldest event was archived, in milliseconds since the epoch; undefined if the archive is empty.
   */
  oldestMs(archive: string): number | undefined {
    const row = this.#store
      .prepare('SELECT MIN(archived_ms) AS oldest FROM eventbridge_archived WHERE archive = ?')
      .get(archive);
    return typeof row?.oldest === 'number' ? row.oldest : undefined;
  }

  /** Deletes up to `limit` events archived at or before `untilMs`. */
  expire(archive: string, untilMs: number, limit: number): void {
    const removed = this.#store
      .prepare(
        `DELETE FROM eventbridge_archived WHERE seq IN
          (SELECT seq FROM eventbridge_archived WHERE archive = ? AND archived_ms <= ? ORDER BY archived_ms LIMIT ?)
          RETURNING bytes`,
      )
      .all(archive, untilMs, limit);
    const bytes = removed.reduce((sum, row) => sum + Number(row.bytes), 0);
    this.#count(archive, -removed.length, -bytes);
  }

  /** Runs `work` in a transaction, then reloads the active archives of the bus. */
  async change<T>(bus: string, work: () => T): Promise<T> {
    try {
      return await this.#store.write(work);
    } finally {
      this.#active.delete(bus);
    }
  }

  #count(archive: string, events: number, bytes: number): void {
    this.#store
      .prepare('UPDATE eventbridge_archives SET events = events + ?, bytes = bytes + ? WHERE name = ?')
      .run(events, bytes, archive);
  }
}
