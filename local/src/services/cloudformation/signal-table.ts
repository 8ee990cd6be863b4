import type { Store } from '../../core/store/store.ts';
import type { Signal } from './signal.ts';

/** A wait condition handle: the address to which signals are sent. */
export interface Handle {
  readonly id: string;
  /** Physical name of the resource. */
  readonly name: string;
  /** Secret in the URL. */
  readonly secret: string;
}

const TABLES = `
CREATE TABLE IF NOT EXISTS wait_handles (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, secret TEXT NOT NULL UNIQUE
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wait_signals (
  position INTEGER PRIMARY KEY, handle TEXT NOT NULL, unique_id TEXT NOT NULL, is_success INTEGER NOT NULL,
  reason TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (handle, unique_id)
);
`;

/** Handles and their signals. Methods that write must be called inside `store.write`. */
export class SignalTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(TABLES);
  }

  withName(name: string): Handle | undefined {
    return this.#find('name', name);
  }

  withSecret(secret: string): Handle | undefined {
    return this.#find('secret', secret);
  }

  add({ id, name, secret }: Handle): void {
    this.#store.prepare('INSERT INTO wait_handles (id, name, secret) VALUES (?, ?, ?)').run(id, name, secret);
  }

  remove(handle: Handle): void {
    this.removeSignals(handle);
    this.#store.prepare('DELETE FROM wait_handles WHERE id = ?').run(handle.id);
  }

  removeSignals({ id }: Handle): void {
    this.#store.prepare('DELETE FROM wait_signals WHERE handle = ?').run(id);
  }

  /** The signals of a handle in the order of their arrival. */
  signals({ id }: Handle): readonly Signal[] {
    return this.#store
      .prepare('SELECT unique_id, is_success, reason, data FROM wait_signals WHERE handle = ? ORDER BY position')
      .all(id)
      .map((row) => ({
        uniqueId: String(row.unique_id),
        isSuccess: row.is_success === 1,
        reason: String(row.reason),
        data: String(row.data),
      }));
  }

  /** Stores a signal; a repeated one, with the same unique id, is ignored. */
  addSignal({ id }: Handle, { uniqueId, isSuccess, reason, data }: Signal): void {
    this.#store
      .prepare(
        'INSERT OR IGNORE INTO wait_signals (handle, unique_id, is_success, reason, data) VALUES (?, ?, ?, ?, ?)',
      )
      .run(id, uniqueId, isSuccess ? 1 : 0, reason, data);
  }

  #find(column: 'name' | 'secret', value: string): Handle | undefined {
    return this.#store.prepare(`SELECT id, name, secret FROM wait_handles WHERE ${column} = ?`).get(value) as
      | Handle
      | undefined;
  }
}
