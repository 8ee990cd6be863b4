import type { Store } from '../../core/store/store.ts';

/** Whether a table has point-in-time recovery: true or false. */
export const RECOVERY_SETTING = 'point-in-time-recovery';

/** Table settings that are not part of the table's description: JSON values by name. */
export class TableSettings {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`CREATE TABLE IF NOT EXISTS dynamodb_settings (
      table_name TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (table_name, name)
    ) WITHOUT ROWID`);
  }

  get(table: string, name: string): unknown {
    const row = this.#store
      .prepare('SELECT value FROM dynamodb_settings WHERE table_name = ? AND name = ?')
      .get(table, name);
    return row ? JSON.parse(String(row.value)) : undefined;
  }

  /** The tables that have a setting with this name, with its value. */
  all(name: string): [table: string, value: unknown][] {
    const rows = this.#store.prepare('SELECT table_name, value FROM dynamodb_settings WHERE name = ?').all(name);
    return rows.map(({ table_name: table, value }) => [String(table), JSON.parse(String(value))]);
  }

  /** Call it inside `store.write`. */
  set(table: string, name: string, value: unknown): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO dynamodb_settings (table_name, name, value) VALUES (?, ?, ?)')
      .run(table, name, JSON.stringify(value));
  }

  /** Deletes all settings of a table; call it inside `store.write`. */
  drop(table: string): void {
    this.#store.prepare('DELETE FROM dynamodb_settings WHERE table_name = ?').run(table);
  }
}
