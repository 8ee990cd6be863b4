import type { Store } from '../../../core/store/store.ts';

export interface OutboxRow {
  readonly id: number;
  readonly entry: string;
}

/** Events that are to be published and have not been yet. */
export class Outbox {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Inside a work; answers with the row's id. */
  add(entry: string): number {
    return Number(this.#store.prepare('INSERT INTO states_outbox (entry) VALUES (?)').run(entry).lastInsertRowid);
  }

  /** Inside a work. */
  remove(id: number): void {
    this.#store.prepare('DELETE FROM states_outbox WHERE id = ?').run(id);
  }

  all(): OutboxRow[] {
    return this.#store.prepare('SELECT id, entry FROM states_outbox ORDER BY id').all() as unknown as OutboxRow[];
  }
}
