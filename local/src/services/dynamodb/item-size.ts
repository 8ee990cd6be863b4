import { internals } from './dynalite-internals.ts';
import type { Item, Table } from './dynalite-types.ts';
import { sizeOfEntry } from './index-writes.ts';

/** Maximum size of an item on AWS, in bytes. */
export const MAX_ITEM_BYTES = 400 * 1024;

/**
 * Returns AWS's message for an item that is too large, together with its entries in the local indexes of its table;
 * undefined for any other.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
 */
export const refuseLargeItem = (item: Item, table: Table): string | undefined => {
  const entries = (table.LocalSecondaryIndexes ?? []).map((index) => sizeOfEntry(index, item, table));
  const bytes = entries.reduce((total, size) => total + size, internals.itemSize(item));
  return bytes > MAX_ITEM_BYTES ? 'Item size has exceeded the maximum allowed size' : undefined;
};
