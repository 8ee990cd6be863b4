import { createRequire } from 'node:module';
import type { Stream } from 'node:stream';
import type { ExpressionData } from './expressions/check-expressions.ts';
import type { IndexUnits } from './index-units.ts';
import { refuseSegment, refuseSelect } from './read-checks.ts';
import type { ReadData } from './read-page.ts';
import { createTableTypes, updateTableTypes } from './table-types.ts';
import { refuseUpdate } from './update-table-checks.ts';

/**
 * Typed access to dynalite's operations. The library is CommonJS without types, and its public API is only an HTTP
 * server. Its validations and actions are internal modules; loading them is safe because the version is pinned exactly.
 */
const load = createRequire(import.meta.url);

export type Callback<T = unknown> = (error: unknown, value?: T) => void;

export interface Bounds {
  readonly gte?: string;
  readonly gt?: string;
  readonly lte?: string;
  readonly lt?: string;
  readonly reverse?: boolean;
  /** Maximum number of rows; -1 for all. */
  readonly limit?: number;
}

/** An ordered key space: the items of a table, an index, or tags. */
export interface KeySpace {
  lock(key: string, run: (release: <F>(callback: F) => F) => void): void;
  get(key: string, callback: Callback): void;
  put(key: string, value: unknown, callback: Callback): void;
  del(key: string, callback: Callback): void;
  batch(changes: readonly Change[], callback: Callback): void;
  createKeyStream(bounds?: Bounds): Stream;
  createValueStream(bounds?: Bounds): Stream;
  values(bounds?: Bounds): Iterable<Item>;
}

export type Change = { readonly type: 'put'; readonly key: string; readonly value: unknown } | Removal;
interface Removal {
  readonly type: 'del';
  readonly key: string;
}

export interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection?: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
  [member: string]: unknown;
}

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

/** A table's description in dynalite's format. */
export interface Table {
  TableName: string;
  TableStatus: string;
  TableArn: string;
  CreationDateTime: number;
  KeySchema: readonly KeyElement[];
  AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  GlobalSecondaryIndexes?: Index[];
  LocalSecondaryIndexes?: Index[];
  [member: string]: unknown;
}

export type Item = Record<string, Record<string, unknown>>;

/** The database interface that dynalite's actions use. */
export interface Database {
  readonly options: { readonly createTableMs: number; readonly updateTableMs: number; readonly maxItemSize: number };
  readonly tableDb: KeySpace & { readonly awsAccountId: string; readonly awsRegion: string };
  getTable(name: string, checkStatus: boolean | Callback<Table>, callback?: Callback<Table>): void;
  getItemDb(table: string): KeySpace;
  getIndexDb(kind: string, table: string, index: string): KeySpace;
  getTagDb(table: string): KeySpace;
  itemAt(table: string, key: string): Item | undefined;
  readonly indexUnits: IndexUnits;
}

/** An error of dynalite. */
export interface DynaliteError extends Error {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

export type Types = Readonly<Record<string, unknown>>;

interface Validations {
  validateAttributeValue(value: object): string | undefined;
  validateExpressions(data: ExpressionData): string | undefined;
  checkTypes(input: Record<string, unknown>, types: Types): Record<string, unknown>;
  checkValidations(data: object, types: Types, custom: unknown, database: Database): void;
}

/** Conditions of the parameters that are older than expressions. */
export type LegacyConditions = Readonly<
  Record<
    string,
    {
      readonly Exists?: boolean | null;
      readonly ComparisonOperator?: string;
      readonly AttributeValueList?: readonly Record<string, unknown>[];
      readonly Value?: Record<string, unknown>;
    }
  >
>;

type Refusal = DynaliteError | null | undefined;

export interface Internals {
  compare(operator: string, value: object | undefined, others: readonly unknown[]): boolean;
  mapPath(path: readonly (string | number)[], item: Item): Record<string, unknown> | null | undefined;
  mapPaths(paths: readonly (string | readonly (string | number)[])[], item: Item): Item;
  itemSize(item: Item, isCompressed?: boolean, hasMetadata?: boolean, rangeKey?: string): number;
  createKey(item: Item, table: Table): string;
  checkConditional(data: object, item: Item | undefined): Refusal;
  validateKey(key: Item, table: Table, schema?: Table['KeySchema']): Refusal;
  validateItem(item: Item, table: Table): Refusal;
  updateIndexes(
    database: Database,
    table: Table,
    before: Item | undefined,
    after: Item | null,
    callback: Callback,
  ): void;
  queryTable(
    database: Database,
    table: Table,
    data: ReadData,
    bounds: Bounds,
    isLocal: boolean | undefined,
    fetches: boolean,
    startKeyNames: readonly string[],
    callback: Callback,
  ): void;
  getIndexActions(
    indexes: readonly Index[],
    existing: Item | null,
    item: Item | null,
    table: Table,
  ): { puts: { index: string; key: string; item: Item }[] };
}

export interface Operation {
  readonly types: Types;
  readonly custom: unknown;
  readonly act: (database: Database, data: Record<string, unknown>, callback: Callback) => void;
}

export const validations = load('dynalite/validations') as Validations;
export const internals = load('dynalite/db') as Internals;

const createTable = load('dynalite/validations/createTable') as {
  readonly types: Types;
  readonly custom: (data: Record<string, unknown>) => string | undefined;
};
const updateTable = load('dynalite/validations/updateTable') as { readonly types: Types };

/** Checks the description of a new table; returns the words of AWS for the first error. */
export const refuseTable = (data: Record<string, unknown>): string | undefined => {
  const error = createTable.custom(data);
  if (error || data.BillingMode === 'PAY_PER_REQUEST') return error;
  const index = ((data.GlobalSecondaryIndexes ?? []) as readonly Index[]).find((each) => !each.ProvisionedThroughput);
  return (
    index &&
    `One or more parameter values were invalid: ProvisionedThroughput must be specified for index: ${index.IndexName}`
  );
};

const operation = (name: string): Operation => {
  const { types, custom } = load(`dynalite/validations/${name}`) as { types: Types; custom: unknown };
  return { types, custom, act: load(`dynalite/actions/${name}`) as Operation['act'] };
};

type Check = (data: Record<string, unknown>, database: Database) => string | undefined;

/** Adds checks after those of dynalite. */
const withChecks = (checked: Operation, more: readonly Check[]): Operation => {
  const checks = [checked.custom as Check, ...more];
  const custom: Check = (data, database) => {
    for (const check of checks) {
      const message = check(data, database);
      if (message) return message;
    }
    return undefined;
  };
  return { ...checked, custom };
};

/** An action on several items; AWS has its own words for a request without any. */
const batch = (file: string, name: string): Operation => {
  const checked = operation(file);
  const { lengthGreaterThanOrEqual: _, ...requestItems } = checked.types.RequestItems as Record<string, unknown>;
  const refuseEmpty: Check = ({ RequestItems }) =>
    Object.keys(RequestItems ?? {}).length === 0 ? `The requestItems parameter is required for ${name}` : undefined;
  return {
    ...withChecks({ ...checked, custom: refuseEmpty }, [checked.custom as Check]),
    types: { ...checked.types, RequestItems: requestItems },
  };
};

const MAX_SEGMENTS = 1_000_000;

const scanTypes: Types = {
  ...operation('scan').types,
  ConsistentRead: 'Boolean',
  TotalSegments: { type: 'Integer', greaterThanOrEqual: 1, lessThanOrEqual: MAX_SEGMENTS },
  Segment: { type: 'Integer', greaterThanOrEqual: 0, lessThanOrEqual: MAX_SEGMENTS - 1 },
};

export const operations = {
  BatchGetItem: batch('batchGetItem', 'BatchGetItem'),
  BatchWriteItem: batch('batchWriteItem', 'BatchWriteItem'),
  CreateTable: { ...operation('createTable'), types: createTableTypes(createTable.types), custom: refuseTable },
  DeleteItem: operation('deleteItem'),
  DescribeTable: operation('describeTable'),
  GetItem: operation('getItem'),
  ListTables: operation('listTables'),
  ListTagsOfResource: operation('listTagsOfResource'),
  PutItem: operation('putItem'),
  Query: withChecks(operation('query'), [refuseSelect]),
  Scan: withChecks({ ...operation('scan'), types: scanTypes }, [refuseSegment, refuseSelect]),
  TagResource: operation('tagResource'),
  UntagResource: operation('untagResource'),
  UpdateItem: operation('updateItem'),
  UpdateTable: {
    ...operation('updateTable'),
    types: updateTableTypes(updateTable.types, createTable.types),
    custom: refuseUpdate,
  },
} as const;

export type OperationName = keyof typeof operations;
