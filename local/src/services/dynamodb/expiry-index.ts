import type { Store } from '../../core/store/store.ts';
import type { Item } from './dynalite-types.ts';

/** Items that expired after `afterSeconds` and not later than `untilSeconds` (epoch seconds). */
interface ExpiredIn {
  readonly afterSeconds: number;
  readonly untilSeconds: number;
}

/**
 * Indexes of the times at which items expire, one for each table with time to live. SQLite keeps them in the
 * transaction of each change, so finding expired items does not read the others.
 */
export class ExpiryIndex {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Indexes the numbers in `attribute` of a table's items, if there is no index yet. Call it inside `store.write`, or
   * before the store is used.
   */
  create(table: string, attribute: string): void {
    this.#store.define(
      `CREATE INDEX IF NOT EXISTS ${nameOf(table)} ON dynamodb_entries (${timeIn(attribute)}) WHERE ${isItemOf(table)}`,
    );
  }

  /** Call it inside `store.write`. */
  drop(table: string): void {
    this.#store.define(`DROP INDEX IF EXISTS ${nameOf(table)}`);
  }

  /** The expired items of a table that `create` has indexed. */
  items(table: string, attribute: string, { afterSeconds, untilSeconds }: ExpiredIn): Item[] {
    const time = timeIn(attribute);
    return this.#store
      .prepare(
        `SELECT value FROM dynamodb_entries INDEXED BY ${nameOf(table)}
         WHERE ${isItemOf(table)} AND ${time} > ? AND ${time} <= ?`,
      )
      .all(afterSeconds, untilSeconds)
      .map(({ value }) => JSON.parse(String(value)) as Item);
  }
}

const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const nameOf = (table: string): string => `"dynamodb_expiry/${table}"`;

/** The index and its query need the same text: SQLite compares the expressions. */
const isItemOf = (table: string): string => `space = ${sqlText(`item/${table}`)}`;

const timeIn = (attribute: string): string =>
  `CAST(json_extract(value, ${sqlText(`$.${JSON.stringify(attribute)}.N`)}) AS REAL)`;
