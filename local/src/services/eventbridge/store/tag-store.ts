import type { Store } from '../../../core/store/store.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags of buses and rules by ARN. Methods that write must be called inside a transaction of the store. */
export class TagStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  list(arn: string): readonly Tag[] {
    return this.#store
      .prepare('SELECT key AS Key, value AS Value FROM eventbridge_tags WHERE arn = ? ORDER BY key')
      .all(arn) as unknown as Tag[];
  }

  put(arn: string, tags: readonly Tag[]): void {
    const insert = this.#store.prepare('INSERT OR REPLACE INTO eventbridge_tags (arn, key, value) VALUES (?, ?, ?)');
    for (const { Key, Value } of tags) insert.run(arn, Key, Value);
  }

  remove(arn: string, keys: readonly string[]): void {
    const remove = this.#store.prepare('DELETE FROM eventbridge_tags WHERE arn = ? AND key = ?');
    for (const key of keys) remove.run(arn, key);
  }

  removeAll(arn: string): void {
    this.#store.prepare('DELETE FROM eventbridge_tags WHERE arn = ?').run(arn);
  }
}
