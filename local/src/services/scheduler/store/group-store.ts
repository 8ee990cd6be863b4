import type { Store } from '../../../core/store/store.ts';
import { groupNotFound } from '../errors.ts';
import { DEFAULT_GROUP } from '../names.ts';

export interface Group {
  readonly name: string;
  /** ClientToken of the CreateScheduleGroup call. */
  readonly clientToken: string | null;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const COLUMNS = 'name, client_token AS clientToken, created_ms AS createdMs, modified_ms AS modifiedMs';

/** Schedule groups and their tags. Methods that write must be called inside a transaction of the store. */
export class GroupStore {
  readonly #store: Store;

  /** Creates the default group if it does not exist. */
  constructor(store: Store, nowMs: number) {
    this.#store = store;
    store
      .prepare('INSERT OR IGNORE INTO scheduler_groups (name, created_ms, modified_ms) VALUES (?, ?, ?)')
      .run(DEFAULT_GROUP, nowMs, nowMs);
  }

  find(name: string): Group | undefined {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM scheduler_groups WHERE name = ?`).get(name) as Group | undefined;
  }

  /** The group with this name. Throws ResourceNotFoundException. */
  get(name: string): Group {
    const group = this.find(name);
    if (!group) throw groupNotFound(name);
    return group;
  }

  list(): readonly Group[] {
    return this.#store
      .prepare(`SELECT ${COLUMNS} FROM scheduler_groups ORDER BY name`)
      .all() as unknown as readonly Group[];
  }

  add({ name, clientToken, createdMs, modifiedMs }: Group): void {
    this.#store
      .prepare('INSERT INTO scheduler_groups (name, client_token, created_ms, modified_ms) VALUES (?, ?, ?, ?)')
      .run(name, clientToken, createdMs, modifiedMs);
  }

  delete(name: string): void {
    this.#store.prepare('DELETE FROM scheduler_groups WHERE name = ?').run(name);
  }

  tags(arn: string): readonly Tag[] {
    return this.#store
      .prepare('SELECT key AS Key, value AS Value FROM scheduler_tags WHERE arn = ? ORDER BY key')
      .all(arn) as unknown as readonly Tag[];
  }

  putTags(arn: string, tags: readonly Tag[]): void {
    const insert = this.#store.prepare('INSERT OR REPLACE INTO scheduler_tags (arn, key, value) VALUES (?, ?, ?)');
    for (const { Key, Value } of tags) insert.run(arn, Key, Value);
  }

  removeTags(arn: string, keys: readonly string[]): void {
    const remove = this.#store.prepare('DELETE FROM scheduler_tags WHERE arn = ? AND key = ?');
    for (const key of keys) remove.run(arn, key);
  }

  removeAllTags(arn: string): void {
    this.#store.prepare('DELETE FROM scheduler_tags WHERE arn = ?').run(arn);
  }
}
