import type { Item, Table } from './dynalite-types.ts';

/**
 * The size estimate in gigabytes. AWS estimates in whole gigabytes; this runtime assumes that each collection is
 * smaller than one.
 */
const SIZE_ESTIMATE_GB = [0, 1];

/**
 * Metrics of the item collection that a write changed. Undefined for a table without local indexes, or if the request
 * does not ask for metrics.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ItemCollectionMetrics.html
 */
export const itemCollection = (table: Table | undefined, keyOrItem: Item, requested: unknown): object | undefined => {
  const [hash] = table?.KeySchema ?? [];
  if (requested !== 'SIZE' || !hash || !table?.LocalSecondaryIndexes?.length) return undefined;
  return {
    ItemCollectionKey: { [hash.AttributeName]: keyOrItem[hash.AttributeName] },
    SizeEstimateRangeGB: SIZE_ESTIMATE_GB,
  };
};

/** Like `itemCollection`, for several writes. The result is grouped by table and contains each collection once. */
export const itemCollections = (
  writes: readonly { readonly table: Table | undefined; readonly item: Item }[],
  requested: unknown,
): object | undefined => {
  const byTable: Record<string, Map<string, object>> = {};
  for (const { table, item } of writes) {
    const metrics = itemCollection(table, item, requested);
    if (!metrics || !table) continue;
    byTable[table.TableName] ??= new Map();
    byTable[table.TableName]?.set(JSON.stringify(metrics), metrics);
  }
  if (Object.keys(byTable).length === 0) return undefined;
  return Object.fromEntries(Object.entries(byTable).map(([name, all]) => [name, [...all.values()]]));
};
