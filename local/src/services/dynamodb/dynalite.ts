import { createRequire } from 'node:module';
import type { Stream } from 'node:stream';
import { checkExpressions, type ExpressionData } from './expressions/check-expressions.ts';
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

interface Internals {
  compare(operator: string, value: object, others: readonly object[]): boolean;
  createKey(item: Item, table: Table): string;
  checkConditional(data: object, item: Item | undefined): DynaliteError | null | undefined;
  validateKey(key: Item, table: Table): DynaliteError | null | undefined;
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

/**
 * dynalite's parsers take time that grows exponentially with the nesting of parentheses. Its validations call this export
 * of their module, so the replacement applies to every operation.
 */
validations.validateExpressions = (data) =>
  checkExpressions(data, {
    isGreater: (first, second) => internals.compare('GT', first, [second]),
    refuseValue: (value) => validations.validateAttributeValue(value),
  });

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

export const operations = {
  BatchGetItem: operation('batchGetItem'),
  BatchWriteItem: operation('batchWriteItem'),
  CreateTable: { ...operation('createTable'), types: createTableTypes(createTable.types), custom: refuseTable },
  DeleteItem: operation('deleteItem'),
  DescribeTable: operation('describeTable'),
  GetItem: operation('getItem'),
  ListTables: operation('listTables'),
  ListTagsOfResource: operation('listTagsOfResource'),
  PutItem: operation('putItem'),
  Query: operation('query'),
  Scan: operation('scan'),
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
