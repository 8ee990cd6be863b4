import type { Store } from '../../../core/store/store.ts';
import { busNotFound } from '../errors.ts';
import { DEFAULT_BUS } from '../names.ts';

export interface Bus {
  readonly name: string;
  readonly description: string | null;
  /** The resource policy as JSON. */
  readonly policy: string | null;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

const COLUMNS = 'name, description, policy, created_ms AS createdMs, modified_ms AS modifiedMs';

/** The event buses. Methods that write must be called inside a transaction of the store. */
export class BusStore {
  readonly #store: Store;

  constructor(store: Store, nowMs: number) {
    this.#store = store;
    store
      .prepare('INSERT OR IGNORE INTO eventbridge_buses (name, created_ms, modified_ms) VALUES (?, ?, ?)')
      .run(DEFAULT_BUS, nowMs, nowMs);
  }

  find(name: string): Bus | undefined {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_buses WHERE name = ?`).get(name) as Bus | undefined;
  }

  /** The bus with this name. Throws ResourceNotFoundException. */
  get(name: string): Bus {
    const bus = this.find(name);
    if (!bus) throw busNotFound(name);
    return bus;
  }

  list(prefix = ''): readonly Bus[] {
    const all = this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_buses ORDER BY name`).all() as unknown as Bus[];
    return all.filter(({ name }) => name.startsWith(prefix));
  }

  put({ name, description, policy, createdMs, modifiedMs }: Bus): void {
    this.#store
      .prepare(
        'INSERT OR REPLACE INTO eventbridge_buses (name, description, policy, created_ms, modified_ms) VALUES (?, ?, ?, ?, ?)',
      )
      .run(name, description, policy, createdMs, modifiedMs);
  }

  delete(name: string): void {
    this.#store.prepare('DELETE FROM eventbridge_buses WHERE name = ?').run(name);
  }
}
