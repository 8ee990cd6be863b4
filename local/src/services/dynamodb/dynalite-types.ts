import type { Stream } from 'node:stream';
import type { ExpressionData } from './expressions/check-expressions.ts';
import type { Condition } from './expressions/condition.ts';
import type { Projection } from './expressions/projection.ts';
import type { Update } from './expressions/update.ts';
import type { IndexUnits } from './index-units.ts';

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

export interface DynaliteError extends Error {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

export type Types = Readonly<Record<string, unknown>>;

export interface Validations {
  validateAttributeValue(value: Readonly<Record<string, unknown>>): string | undefined;
  validateExpressions(data: ExpressionData): string | undefined;
  validateExpressionParams(
    data: Readonly<Record<string, unknown>>,
    expressions: readonly string[],
    others: readonly string[],
  ): string | undefined;
  validateAttributeConditions(data: { readonly Expected?: LegacyConditions }): string | undefined;
  validateConditions(conditions: LegacyConditions | undefined): string | undefined;
}

/** Conditions of the legacy parameters `Expected`, `QueryFilter` and `ScanFilter`. */
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

/** The members of a request that determine its consumed capacity. */
interface CapacityData {
  readonly TableName: string;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: string;
}

/** The members of a checked Query or Scan that determine which items its page contains. */
export interface ReadData {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly Select?: string;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: string;
  readonly ConditionalOperator?: string;
  readonly AttributesToGet?: readonly string[];
  readonly KeyConditions?: LegacyConditions;
  readonly QueryFilter?: LegacyConditions;
  readonly ScanFilter?: LegacyConditions;
  readonly _filter?: Condition;
  readonly _projection?: Projection;
}

type Refusal = DynaliteError | null | undefined;

export interface Internals {
  compare(operator: string, value: object | undefined, others: readonly unknown[]): boolean;
  mapPath(path: readonly (string | number)[], item: Item): Record<string, unknown> | undefined;
  mapPaths(paths: readonly (string | readonly (string | number)[])[], item: Item): Item;
  itemSize(item: Item, isCompressed?: boolean, hasMetadata?: boolean, rangeKey?: string): number;
  createKey(item: Item, table: Table): string;
  createIndexKey(item: Item, table: Table, schema: Table['KeySchema']): string;
  hashPrefix(value: string, type: string): string;
  toRangeStr(value: Readonly<Record<string, unknown>>): string;
  addConsumedCapacity(data: CapacityData, isRead: boolean, item?: Item | null, other?: Item | null): object | undefined;
  checkConditional(data: object, item: Item | undefined): Refusal;
  validateKey(key: Item, table: Table, schema?: Table['KeySchema']): Refusal;
  validateItem(item: Item, table: Table): Refusal;
  validateUpdates(attributes: object | undefined, expression: Update | undefined, table: Table): Refusal;
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

export type Check = (data: Record<string, unknown>, database: Database) => string | undefined;

export interface Operation {
  readonly types: Types;
  /** Returns AWS's message for a request that is not valid; undefined for a valid one. */
  readonly custom: Check | undefined;
  readonly act: (database: Database, data: Record<string, unknown>, callback: Callback) => void;
}
