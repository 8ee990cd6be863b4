import { dynaliteValidation } from './dynalite-error.ts';
import type { Bounds, Callback, Database, Index, Internals, Item, ReadData, Table } from './dynalite-types.ts';

/** Sorts after every character of a key. */
const END = '~';

interface KeyCondition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly Record<string, unknown>[];
}

/** A checked Query of an index whose key has several attributes. */
export type MultiQuery = ReadData & {
  readonly KeyConditions: Readonly<Record<string, KeyCondition>>;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
};

const namesOf = ({ KeySchema: schema }: Pick<Index, 'KeySchema'>, kind?: string): string[] =>
  schema.filter(({ KeyType }) => kind === undefined || KeyType === kind).map(({ AttributeName }) => AttributeName);

const typeOf = (table: Table, name: string): string =>
  table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? '';

const INDEXABLE = new Set(['EQ', 'LT', 'LE', 'GT', 'GE', 'BEGINS_WITH', 'BETWEEN']);

const refuseCondition = (table: Table, name: string, { ComparisonOperator, AttributeValueList = [] }: KeyCondition) => {
  if (!INDEXABLE.has(ComparisonOperator ?? '')) return 'Attempted conditional constraint is not an indexable operation';
  return AttributeValueList.some((value) => value[typeOf(table, name)] === undefined)
    ? 'One or more parameter values were invalid: Condition parameter type does not match schema type'
    : undefined;
};

/** Sort attributes without an equality before the last one that has a condition. */
const gapBefore = (ranges: readonly string[], conditions: MultiQuery['KeyConditions']) => {
  const last = ranges.findLast((name) => conditions[name]);
  const before = last === undefined ? [] : ranges.slice(0, ranges.indexOf(last));
  return { last, gap: before.filter((name) => conditions[name]?.ComparisonOperator !== 'EQ') };
};

/** Returns AWS's message for conditions that the key of the index does not permit; undefined for valid ones. */
const refuseConditions = (
  table: Table,
  index: Index,
  { KeyConditions: conditions }: MultiQuery,
): string | undefined => {
  const hashes = namesOf(index, 'HASH');
  const names = Object.keys(conditions);
  const missed = hashes.find((name) => !conditions[name]);
  if (missed !== undefined) return `Query condition missed key schema element: ${missed}`;
  const refused = names.flatMap((name) => refuseCondition(table, name, conditions[name] ?? {}) ?? [])[0];
  if (refused !== undefined) return refused;
  if (hashes.some((name) => conditions[name]?.ComparisonOperator !== 'EQ')) return 'Query key condition not supported';
  const ranges = namesOf(index, 'RANGE');
  const other = names.find((name) => !hashes.includes(name) && !ranges.includes(name));
  const { last, gap } = gapBefore(ranges, conditions);
  if (other !== undefined)
    return `Query condition missed key schema element: ${ranges.find((name) => !conditions[name])}`;
  if (gap.length > 0)
    return `RANGE key attributes ${gap.join(', ')} must have equality conditions specified in the query because a condition is present on key attribute ${last}`;
  return undefined;
};

/** The bounds of the keys with this prefix whose next attribute satisfies the condition. */
const boundsOf = (prefix: string, condition: KeyCondition | undefined, pieceOf: Internals['toRangeStr']): Bounds => {
  const [first = {}, second = {}] = condition?.AttributeValueList ?? [];
  const from = `${prefix}${condition ? pieceOf(first) : ''}`;
  switch (condition?.ComparisonOperator) {
    case 'LT':
      return { gte: prefix, lt: `${from}/` };
    case 'LE':
      return { gte: prefix, lte: `${from}/${END}` };
    case 'GT':
      return { gt: `${from}/${END}`, lt: `${prefix}${END}` };
    case 'GE':
      return { gte: `${from}/`, lt: `${prefix}${END}` };
    case 'BEGINS_WITH':
      return { gte: from, lt: `${from}${END}` };
    case 'BETWEEN':
      return { gte: `${from}/`, lte: `${prefix}${pieceOf(second)}/${END}` };
    default:
      return { gte: prefix, lt: `${prefix}${END}` };
  }
};

const allBounds = (index: Index, data: MultiQuery, { hashPrefix, toRangeStr }: Internals): Bounds => {
  const conditions = namesOf(index).flatMap((name) => data.KeyConditions[name] ?? []);
  const equal = conditions.filter(({ ComparisonOperator }) => ComparisonOperator === 'EQ');
  const values = equal.map(({ AttributeValueList }) => AttributeValueList?.[0] ?? {});
  const [[type, hash] = ['S', '']] = Object.entries(values[0] ?? {});
  const prefix = [hashPrefix(String(hash), type), ...values.map((value) => toRangeStr(value))].join('/');
  return boundsOf(
    `${prefix}/`,
    conditions.find((each) => !equal.includes(each)),
    toRangeStr,
  );
};

const afterStart = (bounds: Bounds, start: string, isForward: boolean): Bounds => {
  if (!isForward) return { ...withoutEnd(bounds), lt: start };
  const { gte: _, ...rest } = bounds;
  return { ...rest, gt: start };
};

const withoutEnd = ({ lte: _, ...rest }: Bounds): Bounds => rest;

/** Filters cannot use attributes of the key. */
const refuseFilter = (index: Index, data: MultiQuery): string | undefined => {
  const heads = data.QueryFilter ?? data._filter?.pathHeads ?? {};
  const key = namesOf(index).find((name) => Object.hasOwn(heads, name));
  const member = data.QueryFilter ? 'QueryFilter' : 'Filter Expression';
  return key && `${member} can only contain non-primary key attributes: Primary key attribute: ${key}`;
};

const refuseRead = (table: Table, index: Index, data: MultiQuery, names: readonly string[]): string | undefined => {
  if (data.ConsistentRead) return 'Consistent reads are not supported on global secondary indexes';
  const start = data.ExclusiveStartKey;
  const isWhole = (key: Item) =>
    Object.keys(key).length === names.length && names.every((name) => key[name]?.[typeOf(table, name)] !== undefined);
  if (start && !isWhole(start)) return 'The provided starting key is invalid';
  if (data.Select === 'ALL_ATTRIBUTES' && index.Projection?.ProjectionType !== 'ALL')
    return `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.IndexName} because its projection type is not ALL`;
  return refuseConditions(table, index, data) ?? refuseFilter(index, data);
};

/**
 * Queries an index whose key has several attributes. The query needs an equality for each attribute of the partition key
 * and may continue with the attributes of the sort key in their order; only the last one may have a range.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
 */
export const queryMultiAttributeIndex = (
  database: Database,
  { table, index }: { readonly table: Table; readonly index: Index },
  { data, internals }: { readonly data: MultiQuery; readonly internals: Internals },
  callback: Callback,
): void => {
  const names = [...new Set([...namesOf(table), ...namesOf(index)])];
  const message = refuseRead(table, index, data, names);
  if (message !== undefined) {
    callback(dynaliteValidation(message));
    return;
  }
  const isForward = data.ScanIndexForward !== false;
  const bounds = { ...allBounds(index, data, internals), reverse: !isForward };
  const { ExclusiveStartKey: start } = data;
  const after = start ? afterStart(bounds, internals.createIndexKey(start, table, index.KeySchema), isForward) : bounds;
  internals.queryTable(database, table, data, after, false, false, names, callback);
};
