import { internals } from './dynalite-internals.ts';
import type { Database, Index, Item, Table } from './dynalite-types.ts';
import { bytesOfItem, writeUnitsOf } from './item-bytes.ts';

interface Change {
  readonly before: Item | null;
  readonly after: Item | null;
}

/** An item as an index stores it, with only the attributes of the index. */
interface Entry {
  readonly key: string;
  readonly item: Item;
}

const entryOf = (index: Index, item: Item | null, table: Table): Entry | undefined =>
  internals.getIndexActions([index], null, item, table).puts[0];

/** The size in bytes of an item's entry in an index; 0 if the index does not contain the item. */
export const sizeOfEntry = (index: Index, item: Item, table: Table): number => {
  const entry = entryOf(index, item, table);
  return entry ? bytesOfItem(entry.item) : 0;
};

const isSame = (first: Entry | undefined, second: Entry | undefined): boolean =>
  first?.key === second?.key && JSON.stringify(first?.item) === JSON.stringify(second?.item);

/**
 * Updates the entry of one index after a change of the item; returns the consumed units. If the key in the index
 * changes, the old entry is deleted and a new one is written.
 */
const writeEntry = (database: Database, table: Table, index: Index, { before, after }: Change): number => {
  const old = entryOf(index, before, table);
  const next = entryOf(index, after, table);
  if (isSame(old, next)) return 0;
  const entries = database.getIndexDb('', table.TableName, index.IndexName);
  const moves = old !== undefined && old.key !== next?.key;
  if (moves) entries.del(old.key, () => {});
  if (next) entries.put(next.key, next.item, () => {});
  return (moves ? writeUnitsOf(old.item) : 0) + (next ? writeUnitsOf(next.item) : 0);
};

/**
 * Updates the entries of a table's indexes after a change of an item, and counts the consumed units.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export const writeIndexes = (database: Database, table: Table, change: Change): void => {
  for (const kind of ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'] as const)
    for (const index of table[kind] ?? []) {
      const units = writeEntry(database, table, index, change);
      if (units > 0) database.indexUnits.add({ table: table.TableName, kind, index: index.IndexName, units });
    }
};
