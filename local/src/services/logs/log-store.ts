import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullHourUntil } from '../../core/clock/full-hour.ts';
import type { Kernel } from '../../core/kernel.ts';
import { urlPart } from '../../core/text/url-part.ts';
import { alreadyExists, groupNotFound, streamNotFound } from './errors.ts';
import { EventFiles } from './event-files.ts';
import type { LogEvent, LogGroup, LogStream } from './group.ts';

const TIMER_OWNER = 'logs.retention';
const DAY_MS = 86_400_000;

/**
 * Stores log groups and streams in the store, and events in files below the data directory (without a data directory,
 * below a temporary one).
 */
export class LogStore {
  readonly #kernel: Kernel;
  readonly #root: string;
  readonly #groups = new Map<string, LogGroup>();
  readonly #files = new Map<string, EventFiles>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#root = kernel.dataDir === undefined ? mkdtempSync(join(tmpdir(), 'logs-')) : join(kernel.dataDir, 'logs');
    kernel.store.define(`
      CREATE TABLE IF NOT EXISTS logs_groups (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS logs_streams (
        group_name TEXT NOT NULL, name TEXT NOT NULL, created_ms INTEGER NOT NULL, PRIMARY KEY (group_name, name)
      ) WITHOUT ROWID`);
    this.#load();
    kernel.store.onReverted(() => this.#load());
    kernel.timers.handle(TIMER_OWNER, ({ id }) => this.#retain(id));
  }

  groups(): readonly LogGroup[] {
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The group with this name. Throws ResourceNotFoundException if it does not exist. */
  group(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw groupNotFound();
    return group;
  }

  createGroup(name: string, tags: LogGroup['tags']): Promise<void> {
    return this.#kernel.store.write(() => {
      if (this.#groups.has(name)) throw alreadyExists('The specified log group already exists');
      this.#put({ name, tags, createdMs: this.#kernel.clock.now(), retentionDays: undefined });
    });
  }

  /** Replaces a group with the result of `change`. Throws ResourceNotFoundException if it does not exist. */
  changeGroup(name: string, change: (group: LogGroup) => LogGroup): Promise<void> {
    return this.#kernel.store.write(() => {
      const next = change(this.group(name));
      this.#put(next);
      if (next.retentionDays === undefined) this.#kernel.timers.clear(TIMER_OWNER, name);
      else this.#retainNextDay(name);
    });
  }

  async deleteGroup(name: string): Promise<void> {
    const { store, timers } = this.#kernel;
    await store.write(() => {
      this.group(name);
      store.prepare('DELETE FROM logs_groups WHERE name = ?').run(name);
      store.prepare('DELETE FROM logs_streams WHERE group_name = ?').run(name);
      timers.clear(TIMER_OWNER, name);
      this.#groups.delete(name);
    });
    await this.#filesOf(name).remove();
  }

  streams(group: string): readonly LogStream[] {
    this.group(group);
    return this.#kernel.store
      .prepare('SELECT name, created_ms AS createdMs FROM logs_streams WHERE group_name = ? ORDER BY name')
      .all(group) as unknown as LogStream[];
  }

  /** The stream with this name. Throws ResourceNotFoundException if the group or the stream does not exist. */
  stream(group: string, name: string): LogStream {
    this.group(group);
    const found = this.#kernel.store
      .prepare('SELECT name, created_ms AS createdMs FROM logs_streams WHERE group_name = ? AND name = ?')
      .get(group, name);
    if (!found) throw streamNotFound();
    return found as unknown as LogStream;
  }

  createStream(group: string, name: string): Promise<void> {
    return this.#kernel.store.write(() => {
      this.group(group);
      const { changes } = this.#kernel.store
        .prepare('INSERT OR IGNORE INTO logs_streams (group_name, name, created_ms) VALUES (?, ?, ?)')
        .run(group, name, this.#kernel.clock.now());
      if (changes === 0) throw alreadyExists('The specified log stream already exists');
    });
  }

  /** Deletes a stream. Its events are hidden immediately; they are deleted later, together with their file. */
  deleteStream(group: string, name: string): Promise<void> {
    return this.#kernel.store.write(() => {
      this.stream(group, name);
      this.#kernel.store.prepare('DELETE FROM logs_streams WHERE group_name = ? AND name = ?').run(group, name);
    });
  }

  append(group: string, events: readonly Omit<LogEvent, 'position'>[]): Promise<void> {
    return this.#filesOf(group).append(events);
  }

  /**
   * The events for which `wanted` is true, ordered by timestamp. Events of deleted streams and events older than the
   * retention are not included.
   */
  async events(group: string, wanted: (event: LogEvent) => boolean): Promise<LogEvent[]> {
    const created = new Map(this.streams(group).map((stream) => [stream.name, stream.createdMs]));
    const oldestMs = this.#oldestMs(this.group(group));
    const found: LogEvent[] = [];
    await this.#filesOf(group).scan((event) => {
      const streamMs = created.get(event.stream) ?? Number.POSITIVE_INFINITY;
      if (event.timestampMs >= oldestMs && event.ingestedMs >= streamMs && wanted(event)) found.push(event);
    });
    return found.sort((a, b) => a.timestampMs - b.timestampMs || a.position - b.position);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((files) => files.settled()));
    if (this.#kernel.dataDir === undefined) rmSync(this.#root, { recursive: true, force: true });
  }

  #load(): void {
    this.#groups.clear();
    for (const row of this.#kernel.store.prepare('SELECT name, definition FROM logs_groups').all())
      this.#groups.set(String(row.name), JSON.parse(String(row.definition)) as LogGroup);
  }

  #put(group: LogGroup): void {
    this.#kernel.store
      .prepare('INSERT OR REPLACE INTO logs_groups (name, definition) VALUES (?, ?)')
      .run(group.name, JSON.stringify(group));
    this.#groups.set(group.name, group);
  }

  #filesOf(group: string): EventFiles {
    const known = this.#files.get(group);
    if (known) return known;
    const made = new EventFiles(join(this.#root, urlPart(group)));
    this.#files.set(group, made);
    return made;
  }

  #oldestMs({ retentionDays }: LogGroup): number {
    return retentionDays === undefined ? 0 : this.#kernel.clock.now() - retentionDays * DAY_MS;
  }

  #retainNextDay(name: string): void {
    this.#kernel.timers.set(TIMER_OWNER, name, fullHourUntil(this.#kernel.clock.now() + DAY_MS));
  }

  async #retain(name: string): Promise<void> {
    const { store, inflight, log } = this.#kernel;
    const group = this.#groups.get(name);
    await store.write(() => {
      if (group) this.#retainNextDay(name);
    });
    if (!group) return;
    inflight
      .track(this.#filesOf(name).removeBefore(this.#oldestMs(group)))
      .catch((error) => log.warn('Old log events could not be removed.', { group: name, error: String(error) }));
  }
}
