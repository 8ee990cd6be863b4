import type { Store } from '../../../core/store/store.ts';

/** A version and its weight in percent; the weights of an alias add up to 100. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

export interface Alias {
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly description: string | null;
  readonly routes: readonly Route[];
  readonly createdMs: number;
  readonly updatedMs: number;
}

const COLUMNS =
  'arn, machine_arn AS stateMachineArn, name, description, routes, created_ms AS createdMs, updated_ms AS updatedMs';

export class Aliases {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  byArn(arn: string): Alias | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM states_aliases WHERE arn = ?`).get(arn);
    return row && read(row);
  }

  /** The aliases with a name after `after`, sorted by name. */
  list(stateMachineArn: string, after: string, limit: number): Alias[] {
    return this.#store
      .prepare(`SELECT ${COLUMNS} FROM states_aliases WHERE machine_arn = ? AND name > ? ORDER BY name LIMIT ?`)
      .all(stateMachineArn, after, limit)
      .map(read);
  }

  /** Creates or replaces an alias. Call it inside `store.write`. */
  put(it: Alias): void {
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO states_aliases (arn, machine_arn, name, description, routes, created_ms, updated_ms)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(it.arn, it.stateMachineArn, it.name, it.description, JSON.stringify(it.routes), it.createdMs, it.updatedMs);
  }

  /** Call it inside `store.write`. */
  remove(arn: string): void {
    this.#store.prepare('DELETE FROM states_aliases WHERE arn = ?').run(arn);
  }
}

const read = (row: Record<string, unknown>): Alias =>
  ({ ...row, routes: JSON.parse(String(row.routes)) }) as unknown as Alias;
