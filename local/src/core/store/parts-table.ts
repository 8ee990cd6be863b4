import type { Store } from './store.ts';

interface Part {
  readonly id: string;
}

/** Parts of several kinds, each kept as JSON by its id: what templates make and the wire only reads. */
export class PartsTable<Kinds extends { readonly [K in keyof Kinds]: Part }> {
  readonly #store: Store;
  readonly #name: string;
  readonly #changed: () => void;

  /** `name` is the table's; `changed` is called after each change. */
  constructor(store: Store, name: string, changed: () => void) {
    this.#store = store;
    this.#name = name;
    this.#changed = changed;
    store.define(`
      CREATE TABLE IF NOT EXISTS ${name} (
        kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID`);
  }

  /** `check` may throw, with what is there in sight: then nothing is put. */
  async put<K extends keyof Kinds & string>(kind: K, part: Kinds[K], check: () => void = () => {}): Promise<void> {
    const sql = `INSERT OR REPLACE INTO ${this.#name} (kind, id, body) VALUES (?, ?, ?)`;
    await this.#store.write(() => {
      check();
      this.#store.prepare(sql).run(kind, part.id, JSON.stringify(part));
    });
    this.#changed();
  }

  async remove(kind: keyof Kinds & string, id: string): Promise<void> {
    const sql = `DELETE FROM ${this.#name} WHERE kind = ? AND id = ?`;
    await this.#store.write(() => this.#store.prepare(sql).run(kind, id));
    this.#changed();
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
