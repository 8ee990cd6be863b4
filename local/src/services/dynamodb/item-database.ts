import { Stream } from 'node:stream';
import type { Kernel } from '../../core/kernel.ts';
import { dynaliteError } from './dynalite-error.ts';
import type { Bounds, Callback, Change, Database, Item, KeySpace, Table } from './dynalite-types.ts';
import { IndexUnits } from './index-units.ts';
import { MAX_ITEM_BYTES } from './item-size.ts';

/** Sorts after every key; keys consist of hexadecimal text, names and slashes. */
const LAST_KEY = '\u{10FFFF}';

/** The name of the key space of a table's items, or of one of its indexes. */
export const spaceOf = (table: string, index?: string): string =>
  index === undefined ? `item/${table}` : `index/${table}/${index}`;

/**
 * Called inside the transaction of each change of an item. `before` or `after` is undefined if the item does not exist
 * then.
 */
export type ItemListener = (before: Item | undefined, after: Item | undefined) => void;

/** Returns the listener for changes of a table's items; undefined if the table needs no listener. */
type ItemObserver = (table: string) => ItemListener | undefined;

/**
 * A stream of rows for dynalite. It emits `data` and `end` in a microtask, so that the caller can add its listeners
 * first.
 */
class Rows extends Stream {
  #stopped = false;

  constructor(rows: Iterable<unknown>) {
    super();
    queueMicrotask(() => this.#flow(rows));
  }

  destroy(): void {
    this.#stopped = true;
  }

  #flow(rows: Iterable<unknown>): void {
    try {
      for (const row of rows) {
        if (this.#stopped) break;
        this.emit('data', row);
      }
      this.emit('end');
    } catch (error) {
      this.emit('error', error);
    }
  }
}

/**
 * The database of dynalite's operations; it uses the runtime's store instead of LevelDB. All methods call back
 * synchronously. So a whole operation (condition, item and indexes) runs in one `store.write`: it is atomic, and
 * durable when the write resolves. Each table and each index is a separate range of keys, so the size of one does not
 * slow down another.
 */
export class ItemDatabase implements Database {
  readonly options = { createTableMs: 0, updateTableMs: 0, maxItemSize: MAX_ITEM_BYTES };
  readonly tableDb: Database['tableDb'];
  readonly indexUnits = new IndexUnits();
  readonly #kernel: Kernel;
  /** Descriptions of tables that were read since one was changed. Frozen, because operations share them. */
  readonly #tables = new Map<string, Table>();
  #changesTables = false;
  #writing = false;
  #observer: ItemObserver = () => undefined;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.store.onReverted(() => this.#tables.clear());
    kernel.store.define(`CREATE TABLE IF NOT EXISTS dynamodb_entries (
      space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (space, key)
    ) WITHOUT ROWID`);
    const { accountId: awsAccountId, region: awsRegion } = kernel.home;
    const tables = this.#keySpace('table');
    this.tableDb = {
      ...tables,
      awsAccountId,
      awsRegion,
      put: (key, value, callback) => tables.put(key, this.#active(value as Table), callback),
    };
  }

  /** Sets the observer that returns the listener for each change of an item. */
  observeItems(observer: ItemObserver): void {
    this.#observer = observer;
  }

  /** Runs `work` as one atomic, durable change that sees all earlier changes. If `work` throws, it is rolled back. */
  write<T>(work: () => T): Promise<T> {
    return this.#kernel.store.write(() => {
      this.#writing = true;
      try {
        return work();
      } finally {
        this.#writing = false;
        if (this.#changesTables) this.#tables.clear();
        this.#changesTables = false;
      }
    });
  }

  getItemDb = (table: string): KeySpace => this.#keySpace(spaceOf(table), table);
  getTagDb = (table: string): KeySpace => this.#keySpace(`tag/${table}`);
  getIndexDb = (_kind: string, table: string, index: string): KeySpace => this.#keySpace(spaceOf(table, index));

  /** dynalite's operations on tables pass `checkStatus` false. They change the description, so they get a copy. */
  getTable = (name: string, checkStatus: boolean | Callback<Table>, callback?: Callback<Table>): void => {
    const done = typeof checkStatus === 'function' ? checkStatus : callback;
    const isForTables = checkStatus === false;
    const table = isForTables ? this.#storedTable(name) : this.table(name);
    if (table) done?.(null, table);
    else done?.(notFound(isForTables ? `: Table: ${name} not found` : ''));
  };

  itemAt(table: string, key: string): Item | undefined {
    return this.#get(`item/${table}`, key) as Item | undefined;
  }

  /** Counts the units that an operation has consumed. */
  meter(unit: 'read units' | 'write units', units: number): void {
    this.#kernel.meter.add('dynamodb', unit, units);
  }

  table(name: string): Table | undefined {
    const known = this.#tables.get(name);
    if (known) return known;
    const table = this.#storedTable(name);
    if (table && !this.#changesTables) this.#tables.set(name, frozen(table));
    return table;
  }

  /** Stores the description of a table. Call it inside `write`. */
  saveTable(table: Table): void {
    this.tableDb.put(table.TableName, table, (error) => {
      if (error) throw error;
    });
  }

  /** Copies all entries of a key space to another one, which is empty. Call it inside `write`. */
  copyEntries(from: string, to: string): void {
    this.#kernel.store
      .prepare(
        'INSERT INTO dynamodb_entries (space, key, value) SELECT ?, key, value FROM dynamodb_entries WHERE space = ?',
      )
      .run(to, from);
  }

  tables(): Table[] {
    const rows = this.#kernel.store.prepare(`SELECT value FROM dynamodb_entries WHERE space = 'table'`).all();
    return rows.map(({ value }) => JSON.parse(String(value)) as Table);
  }

  /** Number of items of a table, or of one of its indexes, and their total size in bytes. */
  sizeOf(table: string, index?: string): { items: number; bytes: number } {
    const row = this.#kernel.store
      .prepare('SELECT COUNT(*) AS items, SUM(LENGTH(value)) AS bytes FROM dynamodb_entries WHERE space = ?')
      .get(spaceOf(table, index));
    return { items: Number(row?.items ?? 0), bytes: Number(row?.bytes ?? 0) };
  }

  /** Deletes the entries of an index; call it inside `write`. */
  dropIndex(table: string, index: string): void {
    this.#drop(`index/${table}/${index}`, `index/${table}/${index}`);
  }

  /** Deletes a table with its items, indexes and tags; call it inside `write`. */
  dropTable(table: string): void {
    this.#drop(`item/${table}`, `item/${table}`);
    this.#drop(`tag/${table}`, `tag/${table}`);
    this.#drop(`index/${table}/`, `index/${table}/${LAST_KEY}`);
    this.#changesTables = true;
    this.#kernel.store.prepare(`DELETE FROM dynamodb_entries WHERE space = 'table' AND key = ?`).run(table);
  }

  /** All items of a table with their keys. */
  *items(table: string): Iterable<{ key: string; item: Record<string, Record<string, unknown>> }> {
    const rows = this.#kernel.store.prepare('SELECT key, value FROM dynamodb_entries WHERE space = ?');
    for (const { key, value } of rows.all(`item/${table}`)) yield { key: String(key), item: JSON.parse(String(value)) };
  }

  /** The key space with this name. `itemsOf` is the table's name if the key space contains the items of a table. */
  #keySpace(space: string, itemsOf?: string): KeySpace {
    const change = (changes: readonly Change[], callback: Callback) =>
      this.#change({ space, itemsOf }, changes, callback);
    return {
      // Operations are synchronous, so a lock is always free.
      lock: (_key, run) => run((callback) => callback),
      get: (key, callback) => callback(null, this.#get(space, key)),
      put: (key, value, callback) => change([{ type: 'put', key, value }], callback),
      del: (key, callback) => change([{ type: 'del', key }], callback),
      batch: change,
      createKeyStream: (bounds) => new Rows(this.#range(space, bounds, ({ key }) => String(key))),
      createValueStream: (bounds) => new Rows(this.#range(space, bounds, ({ value }) => JSON.parse(String(value)))),
      values: (bounds) => this.#range(space, bounds, ({ value }) => JSON.parse(String(value)) as Item),
    };
  }

  /**
   * Ignores changes outside `write`. They come from dynalite's timers, which change a new table from CREATING to
   * ACTIVE; in this runtime a table is stored as ACTIVE immediately.
   */
  #change(
    { space, itemsOf }: { readonly space: string; readonly itemsOf: string | undefined },
    changes: readonly Change[],
    callback: Callback,
  ): void {
    if (!this.#writing) return;
    if (space === 'table') this.#changesTables = true;
    const listener = itemsOf === undefined ? undefined : this.#observer(itemsOf);
    for (const change of changes) {
      const text = change.type === 'put' ? JSON.stringify(change.value) : undefined;
      listener?.(this.#get(space, change.key) as Item | undefined, text === undefined ? undefined : JSON.parse(text));
      if (text !== undefined)
        this.#kernel.store
          .prepare('INSERT OR REPLACE INTO dynamodb_entries (space, key, value) VALUES (?, ?, ?)')
          .run(space, change.key, text);
      else
        this.#kernel.store.prepare('DELETE FROM dynamodb_entries WHERE space = ? AND key = ?').run(space, change.key);
    }
    callback(null);
  }

  #active(table: Table): Table {
    const active = { ...table, TableStatus: 'ACTIVE' };
    if (table.TableStatus === 'CREATING') active.CreationDateTime = this.#kernel.clock.now() / 1000;
    if (table.GlobalSecondaryIndexes)
      active.GlobalSecondaryIndexes = table.GlobalSecondaryIndexes.map((index) => ({
        ...index,
        IndexStatus: 'ACTIVE',
      }));
    return active;
  }

  #storedTable(name: string): Table | undefined {
    return this.#get('table', name) as Table | undefined;
  }

  #get(space: string, key: string): unknown {
    const row = this.#kernel.store
      .prepare('SELECT value FROM dynamodb_entries WHERE space = ? AND key = ?')
      .get(space, key);
    return row ? JSON.parse(String(row.value)) : undefined;
  }

  *#range<T>(space: string, bounds: Bounds = {}, read: (row: Record<string, unknown>) => T): Iterable<T> {
    const from = bounds.gt === undefined ? '>=' : '>';
    const to = bounds.lt === undefined ? '<=' : '<';
    const rows = this.#kernel.store
      .prepare(
        `SELECT key, value FROM dynamodb_entries WHERE space = ? AND key ${from} ? AND key ${to} ?
         ORDER BY key ${bounds.reverse ? 'DESC' : 'ASC'} LIMIT ?`,
      )
      .iterate(space, bounds.gt ?? bounds.gte ?? '', bounds.lt ?? bounds.lte ?? LAST_KEY, bounds.limit ?? -1);
    for (const row of rows) yield read(row);
  }

  #drop(first: string, last: string): void {
    this.#kernel.store.prepare('DELETE FROM dynamodb_entries WHERE space >= ? AND space <= ?').run(first, last);
  }
}

/** The value, frozen with everything inside it. */
const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
};

const notFound = (detail: string): Error =>
  Object.assign(dynaliteError('ResourceNotFoundException', `Requested resource not found${detail}`), {
    name: 'NotFoundError',
  });
