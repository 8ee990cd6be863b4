import type { Store } from '../../../core/store/store.ts';

/** Stores, for each mapping of a stream, the sequence number of the last finished record. */
export class Checkpoints {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(
      'CREATE TABLE IF NOT EXISTS lambda_checkpoints (uuid TEXT PRIMARY KEY, sequence TEXT NOT NULL) WITHOUT ROWID',
    );
  }

  get(uuid: string): string | undefined {
    const row = this.#store.prepare('SELECT sequence FROM lambda_checkpoints WHERE uuid = ?').get(uuid);
    return row && String(row.sequence);
  }

  /** Resolves when the checkpoint is stored; waits while the store cannot write. */
  async set(uuid: string, sequence: string): Promise<void> {
    await this.#store.writeWhenPossible(() => {
      this.#store
        .prepare('INSERT OR REPLACE INTO lambda_checkpoints (uuid, sequence) VALUES (?, ?)')
        .run(uuid, sequence);
    });
  }

  /** Call it inside `store.write`. */
  remove(uuid: string): void {
    this.#store.prepare('DELETE FROM lambda_checkpoints WHERE uuid = ?').run(uuid);
  }
}
