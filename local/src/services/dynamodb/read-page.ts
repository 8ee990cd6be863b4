import { dynaliteValidation } from './dynalite-error.ts';
import type {
  Bounds,
  Callback,
  Database,
  DynaliteError,
  Index,
  Internals,
  Item,
  ReadData,
  Table,
} from './dynalite-types.ts';
import type { Matching } from './matching.ts';

/** Maximum size of a page in bytes on AWS, counted before the filter. */
const MAX_PAGE_BYTES = 1024 * 1024;
/** Bytes that one read capacity unit covers. */
const UNIT_BYTES = 4 * 1024;

export interface PageSource {
  readonly table: Table;
  readonly index: Index | undefined;
  readonly isLocal: boolean;
  readonly bounds: Bounds;
  /** The attributes of LastEvaluatedKey. */
  readonly startKeyNames: readonly string[];
}

type Tools = Pick<Internals, 'itemSize' | 'createKey' | 'mapPaths'> & { readonly matching: Matching };

/** The first names of the paths that the request reads from each item. */
const wanted = (data: ReadData): string[] => [
  ...(data._projection?.paths ?? []).map(([head]) => String(head)),
  ...(data.AttributesToGet ?? []),
];

const filteredNames = (data: ReadData): string[] => [
  ...Object.keys(data._filter?.pathHeads ?? {}),
  ...Object.keys(data.QueryFilter ?? data.ScanFilter ?? {}),
];

/** The names that an index contains; undefined if it contains all. */
export const projectedNames = (table: Table, index: Index): Set<string> | undefined => {
  if (index.Projection?.ProjectionType === 'ALL') return undefined;
  const keys = [...table.KeySchema, ...index.KeySchema].map(({ AttributeName }) => AttributeName);
  return new Set([...keys, ...(index.Projection?.NonKeyAttributes ?? [])]);
};

/** The names that the index does not contain. */
const missing = (names: readonly string[], source: PageSource): string[] => {
  const { table, index } = source;
  const projected = index && projectedNames(table, index);
  return projected ? names.filter((name) => !projected.has(name)) : [];
};

/** A query of a global index cannot return attributes that only the table has. Returns the error for these. */
const refuseAttributes = (data: ReadData, source: PageSource): DynaliteError | undefined => {
  const names = source.isLocal ? [] : missing(wanted(data), source);
  if (names.length === 0) return undefined;
  return dynaliteValidation(
    `One or more parameter values were invalid: Global secondary index ${data.IndexName} does not project [${names.join(', ')}]`,
  );
};

/** A read of a local index reads attributes that the index does not contain from the table. */
const needsTable = (data: ReadData, source: PageSource): boolean => {
  const { table, index, isLocal } = source;
  if (!isLocal || !index || !projectedNames(table, index)) return false;
  const names = data.KeyConditions ? [...wanted(data), ...filteredNames(data)] : wanted(data);
  return data.Select === 'ALL_ATTRIBUTES' || missing(names, source).length > 0;
};

const unitsFor = (bytes: number): number => Math.ceil(bytes / UNIT_BYTES);

/** What a page has read: bytes of the table or index itself, and units of the items that it fetched from the table. */
interface Consumed {
  readonly table: number;
  readonly index: number;
  readonly fetched: number;
}

const capacity = (data: ReadData, source: PageSource, consumed: Consumed) => {
  const factor = data.ConsistentRead ? 1 : 0.5;
  const table = (unitsFor(consumed.table) + consumed.fetched) * factor;
  const index = unitsFor(consumed.index) * factor;
  const kind = source.isLocal ? 'LocalSecondaryIndexes' : 'GlobalSecondaryIndexes';
  return {
    TableName: data.TableName,
    CapacityUnits: table + index,
    ...(data.ReturnConsumedCapacity === 'INDEXES' && {
      Table: { CapacityUnits: table },
      ...(data.IndexName && { [kind]: { [data.IndexName]: { CapacityUnits: index } } }),
    }),
  };
};

interface Page {
  readonly items: Item[];
  /** The last item read, in the table or the index. */
  readonly last: Item | undefined;
  readonly isFull: boolean;
  readonly consumed: Consumed;
}

const readItems = (database: Database, data: ReadData, source: PageSource, tools: Tools): Page => {
  const { table, index, bounds } = source;
  const entries = index
    ? database.getIndexDb('', table.TableName, index.IndexName)
    : database.getItemDb(table.TableName);
  const rangeKey = table.KeySchema[1]?.AttributeName;
  const fetches = needsTable(data, source);
  const items: Item[] = [];
  const consumed = { table: 0, index: 0, fetched: 0 };
  let last: Item | undefined;
  let pageBytes = 0;
  for (const entry of entries.values(bounds)) {
    if (items.length === data.Limit || pageBytes >= MAX_PAGE_BYTES) break;
    const item = fetches ? database.itemAt(table.TableName, tools.createKey(entry, table)) : entry;
    consumed[index ? 'index' : 'table'] += tools.itemSize(entry);
    if (fetches && item) consumed.fetched += unitsFor(tools.itemSize(item));
    items.push(item ?? entry);
    last = entry;
    pageBytes += tools.itemSize(item ?? entry, true, true, rangeKey);
  }
  return { items, last, isFull: items.length === data.Limit || pageBytes >= MAX_PAGE_BYTES, consumed };
};

const keyOf = (item: Item, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, item[name]]));

const isSelected = (item: Item, data: ReadData, { matching }: Tools): boolean => {
  if (data._filter) return matching.matches(item, data._filter.expression);
  const conditions = data.QueryFilter ?? data.ScanFilter;
  return !conditions || matching.matchesLegacy(item, conditions, data.ConditionalOperator);
};

/**
 * Reads one page of a Query or Scan: at most `Limit` items and 1 MB, both counted before the filter.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
const readPage = (database: Database, data: ReadData, source: PageSource, tools: Tools): unknown => {
  const page = readItems(database, data, source, tools);
  const selected = page.items.filter((item) => isSelected(item, data, tools));
  const paths = data._projection?.paths ?? data.AttributesToGet;
  return {
    Count: selected.length,
    ScannedCount: page.items.length,
    ...(data.Select !== 'COUNT' && {
      Items: paths ? selected.map((item) => tools.mapPaths(paths, item)) : selected,
    }),
    ...(page.isFull && page.last && { LastEvaluatedKey: keyOf(page.last, source.startKeyNames) }),
    ...(data.ReturnConsumedCapacity !== undefined &&
      data.ReturnConsumedCapacity !== 'NONE' && { ConsumedCapacity: capacity(data, source, page.consumed) }),
  };
};

/** Like `readPage`, in the callback style of dynalite's Query and Scan. */
export const pageCallback =
  (tools: Tools) =>
  (database: Database, data: ReadData, source: PageSource, callback: Callback): void => {
    const refused = refuseAttributes(data, source);
    if (refused) callback(refused);
    else callback(null, readPage(database, data, source, tools));
  };
