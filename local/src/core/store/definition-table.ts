import type { Store } from './store.ts';

interface Definition {
  readonly id: string;
}

/** A definition with its kind. */
export type KindedDefinition<Kinds> = {
  [K in keyof Kinds]: { readonly kind: K; readonly definition: Kinds[K] };
}[keyof Kinds];

/** Names one definition. */
export interface DefinitionName<Kinds> {
  readonly kind: keyof Kinds & string;
  readonly id: string;
}

/** Table of JSON definitions by kind and id. Templates write them; API calls only read them. */
export class DefinitionTable<Kinds extends { readonly [K in keyof Kinds]: Definition }> {
  readonly #store: Store;
  readonly #name: string;
  readonly #onChange: () => void;

  /** `name` is the name of the SQL table; `onChange` is called after each change. */
  constructor(store: Store, name: string, onChange: () => void) {
    this.#store = store;
    this.#name = name;
    this.#onChange = onChange;
    store.define(`
      CREATE TABLE IF NOT EXISTS ${name} (
        kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID`);
  }

  /** Calls `check` inside the transaction, where it can read the table; if `check` throws, nothing is written. */
  async put<K extends keyof Kinds & string>(
    kind: K,
    definition: Kinds[K],
    check: () => void = () => {},
  ): Promise<void> {
    await this.#store.write(() => {
      check();
      this.#put(kind, definition);
    });
    this.#onChange();
  }

  remove(kind: keyof Kinds & string, id: string): Promise<void> {
    return this.change([], [{ kind, id }]);
  }

  /** Removes and stores several definitions in one transaction, in this order. */
  async change(stored: readonly KindedDefinition<Kinds>[], removed: readonly DefinitionName<Kinds>[]): Promise<void> {
    const remove = `DELETE FROM ${this.#name} WHERE kind = ? AND id = ?`;
    await this.#store.write(() => {
      for (const { kind, id } of removed) this.#store.prepare(remove).run(kind, id);
      for (const { kind, definition } of stored) this.#put(String(kind), definition);
    });
    this.#onChange();
  }

  #put(kind: string, definition: Definition): void {
    const sql = `INSERT OR REPLACE INTO ${this.#name} (kind, id, body) VALUES (?, ?, ?)`;
    this.#store.prepare(sql).run(kind, definition.id, JSON.stringify(definition));
  }

  find<K extends keyof Kinds & string>(kind: K, id: string): Kinds[K] | undefined {
    const row = this.#store.prepare(`SELECT body FROM ${this.#name} WHERE kind = ? AND id = ?`).get(kind, id);
    return row && (JSON.parse(String(row.body)) as Kinds[K]);
  }

  all<K extends keyof Kinds & string>(kind: K): readonly Kinds[K][] {
    const rows = this.#store.prepare(`SELECT body FROM ${this.#name} WHERE kind = ? ORDER BY id`).all(kind);
    return rows.map(({ body }) => JSON.parse(String(body)) as Kinds[K]);
  }
}
