import type { Store } from '../store/store.ts';

/** Stores, for each consumer of a stream, the sequence number of the last finished record. */
export class Checkpoints {
  readonly #store: Store;
  readonly #table: string;

  /** `table`: name of the table, which is created if it does not exist. */
  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
    store.define(`CREATE TABLE IF NOT EXISTS ${table} (uuid TEXT PRIMARY KEY, sequence TEXT NOT NULL) WITHOUT ROWID`);
  }

  get(uuid: string): string | undefined {
    const row = this.#store.prepare(`SELECT sequence FROM ${this.#table} WHERE uuid = ?`).get(uuid);
    return row && String(row.sequence);
  }

  /** Resolves when the checkpoint is stored; waits while the store cannot write. */
  async set(uuid: string, sequence: string): Promise<void> {
    await this.#store.writeWhenPossible(() => {
      this.#store.prepare(`INSERT OR REPLACE INTO ${this.#table} (uuid, sequence) VALUES (?, ?)`).run(uuid, sequence);
    });
  }

  /** Call it inside `store.write`. */
  remove(uuid: string): void {
    this.#store.prepare(`DELETE FROM ${this.#table} WHERE uuid = ?`).run(uuid);
  }
}
