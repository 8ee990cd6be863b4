import type { Item, Table } from './dynalite-types.ts';
import { sizeOfEntry } from './index-writes.ts';
import { bytesOfItem } from './item-bytes.ts';

/** Maximum size of an item on AWS, in bytes. */
export const MAX_ITEM_BYTES = 400 * 1024;

/** AWS's message for an item that is too large. */
export const TOO_LARGE = 'Item size has exceeded the maximum allowed size';

/**
 * Returns AWS's message for an item that is too large, together with its entries in the local indexes of its table;
 * undefined for any other.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
 */
export const refuseLargeItem = (item: Item, table: Table): string | undefined => {
  const { LocalSecondaryIndexes: indexes = [] } = table;
  const size = bytesOfItem(item);
  // An entry is at most as large as the item.
  if (size * (1 + indexes.length) <= MAX_ITEM_BYTES) return undefined;
  const bytes = indexes.reduce((total, index) => total + sizeOfEntry(index, item, table), size);
  return bytes > MAX_ITEM_BYTES ? TOO_LARGE : undefined;
};
