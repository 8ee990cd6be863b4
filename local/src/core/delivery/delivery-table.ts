import type { Store } from '../store/store.ts';
import type { Delivery, NewDelivery } from './delivery.ts';
import type { WorkKey } from './fair-queue.ts';
import type { Retry } from './retry-policy.ts';

export const tableOf = (owner: string): string => `${owner}_deliveries`;

export const timersOf = (owner: string): string => `${owner}.retry`;

/** Definition of an owner's table. The time of a retry is stored only in the delivery's timer. */
export const tableDefinition = (owner: string): string => `CREATE TABLE IF NOT EXISTS ${tableOf(owner)} (
  id INTEGER PRIMARY KEY, target TEXT NOT NULL, facts TEXT NOT NULL, body TEXT NOT NULL, since_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL, deferrals INTEGER NOT NULL
)`;

interface Row extends Omit<Delivery<unknown>, 'facts'> {
  readonly facts: string;
}

/** Unfinished deliveries of one owner. Methods that change rows must be called inside `store.write`. */
export class DeliveryTable<Facts> {
  readonly #store: Store;
  readonly #sql: Readonly<Record<'insert' | 'find' | 'untimed' | 'postpone' | 'remove', string>>;
  /**
   * Highest id that this process has used. An id is never used twice, because a delivery can still be in memory after
   * its row is removed.
   */
  #lastId: number;

  constructor(store: Store, owner: string) {
    const table = tableOf(owner);
    this.#store = store;
    store.define(tableDefinition(owner));
    this.#sql = {
      insert: `INSERT INTO ${table} (id, target, facts, body, since_ms, attempts, deferrals)
        VALUES (?, ?, ?, ?, ?, 0, 0)`,
      find: `SELECT id, target, facts, body, since_ms AS sinceMs, attempts, deferrals FROM ${table} WHERE id = ?`,
      untimed: `SELECT id, target FROM ${table} AS d WHERE NOT EXISTS
        (SELECT 1 FROM timers WHERE owner = '${timersOf(owner)}' AND timers.id = CAST(d.id AS TEXT)) ORDER BY id`,
      postpone: `UPDATE ${table} SET attempts = ?, deferrals = ? WHERE id = ?`,
      remove: `DELETE FROM ${table} WHERE id = ?`,
    };
    this.#lastId = Number(store.prepare(`SELECT MAX(id) AS last FROM ${table}`).get()?.last ?? 0);
  }

  add(made: NewDelivery<Facts>): Delivery<Facts> {
    const { target, facts, body, sinceMs } = made;
    const id = ++this.#lastId;
    this.#store.prepare(this.#sql.insert).run(id, target, JSON.stringify(facts), body, sinceMs);
    return { target, facts, body, sinceMs, id, attempts: 0, deferrals: 0 };
  }

  find(id: number): Delivery<Facts> | undefined {
    const row = this.#store.prepare(this.#sql.find).get(id) as Row | undefined;
    return row && { ...row, facts: JSON.parse(row.facts) as Facts };
  }

  /** Deliveries without a retry timer, in the order in which they were added. The caller must queue them. */
  untimed(): readonly WorkKey[] {
    return this.#store.prepare(this.#sql.untimed).all() as unknown as WorkKey[];
  }

  postpone(id: number, { attempts, deferrals }: Retry): void {
    this.#store.prepare(this.#sql.postpone).run(attempts, deferrals, id);
  }

  remove(id: number): void {
    this.#store.prepare(this.#sql.remove).run(id);
  }
}
