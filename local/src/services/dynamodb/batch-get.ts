import type { Item } from './dynalite-types.ts';
import { bytesOfItem } from './item-bytes.ts';
import type { ItemDatabase } from './item-database.ts';
import { performNow } from './perform.ts';

/** Maximum size of an answer on AWS, in bytes. The keys of items beyond it are in UnprocessedKeys. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The part of a checked request for one table. */
interface TableRequest {
  readonly Keys: readonly Item[];
  readonly [member: string]: unknown;
}

interface Read {
  readonly Item?: Item;
  readonly ConsumedCapacity?: { readonly CapacityUnits: number };
}

/** The entry of UnprocessedKeys for these keys: the request for the table, with only these keys. */
const unprocessed = (request: TableRequest, keys: readonly Item[]): object => ({
  ...Object.fromEntries(Object.entries(request).filter(([name]) => !name.startsWith('_'))),
  Keys: keys,
});

const capacityOf = (name: string, reads: readonly Read[], detail: unknown): object => {
  const units = reads.reduce((total, { ConsumedCapacity }) => total + (ConsumedCapacity?.CapacityUnits ?? 0), 0);
  return {
    TableName: name,
    CapacityUnits: units,
    ...(detail === 'INDEXES' && { Table: { CapacityUnits: units } }),
  };
};

/**
 * Reads items of several tables; the answer has at most 16 MB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export const batchGet = (data: Record<string, unknown>, database: ItemDatabase): object => {
  const detail = data.ReturnConsumedCapacity;
  const responses: Record<string, Item[]> = {};
  const left: Record<string, object> = {};
  const capacities: object[] = [];
  let bytes = 0;
  for (const [name, request] of Object.entries(data.RequestItems as Record<string, TableRequest>)) {
    const { Keys: keys, ...options } = request;
    const reads: Read[] = [];
    for (const key of keys) {
      const input = {
        ...options,
        TableName: name,
        Key: key,
        ...(detail !== undefined && { ReturnConsumedCapacity: detail }),
      };
      const read = performNow('GetItem', input, database) as Read;
      const size = read.Item ? bytesOfItem(read.Item) : 0;
      if (bytes + size > MAX_BYTES) break;
      bytes += size;
      reads.push(read);
    }
    responses[name] = reads.flatMap(({ Item: item }) => (item ? [item] : []));
    if (reads.length < keys.length) left[name] = unprocessed(request, keys.slice(reads.length));
    capacities.push(capacityOf(name, reads, detail));
  }
  return {
    Responses: responses,
    UnprocessedKeys: left,
    ...(detail !== undefined && detail !== 'NONE' && { ConsumedCapacity: capacities }),
  };
};
