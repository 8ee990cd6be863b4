import type { Store } from '../../../core/store/store.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export class Tags {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  of(resourceArn: string): Tag[] {
    return this.#store
      .prepare('SELECT key, value FROM states_tags WHERE resource_arn = ? ORDER BY key')
      .all(resourceArn)
      .map(({ key, value }) => ({ key: String(key), value: String(value) }));
  }

  /** Call it inside `store.write`. */
  put(resourceArn: string, tags: readonly Tag[]): void {
    const statement = this.#store.prepare(
      'INSERT OR REPLACE INTO states_tags (resource_arn, key, value) VALUES (?, ?, ?)',
    );
    for (const { key, value } of tags) statement.run(resourceArn, key, value);
  }

  /** Call it inside `store.write`. */
  remove(resourceArn: string, keys: readonly string[]): void {
    const statement = this.#store.prepare('DELETE FROM states_tags WHERE resource_arn = ? AND key = ?');
    for (const key of keys) statement.run(resourceArn, key);
  }
}
