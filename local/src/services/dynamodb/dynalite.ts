import { createRequire } from 'node:module';
import type { Database, Index, Internals, Operation, Types, Validations } from './dynalite-types.ts';
import { refuseSegment, refuseSelect } from './read-checks.ts';
import { createTableTypes, updateTableTypes } from './table-types.ts';
import { refuseUpdate } from './update-table-checks.ts';

/**
 * Typed access to dynalite's operations. The library is CommonJS without types, and its public API is only an HTTP
 * server. Its validations and actions are internal modules; loading them is safe because the version is pinned exactly.
 */
const load = createRequire(import.meta.url);

export const validations = load('dynalite/validations') as Validations;
export const internals = load('dynalite/db') as Internals;

const createTable = load('dynalite/validations/createTable') as {
  readonly types: Types;
  readonly custom: (data: Record<string, unknown>) => string | undefined;
};
const updateTable = load('dynalite/validations/updateTable') as { readonly types: Types };

/** Checks the description of a new table. Returns AWS's message for the first error; undefined if there is none. */
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

/** Adds further checks to an operation, which run after dynalite's own checks. */
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

/** A batch operation, with AWS's message for a request that contains no items. */
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

/** A tag needs both a key and a value. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Tag.html */
const refuseTagWithoutMember: Check = ({ Tags }) => {
  const tags = (Tags ?? []) as readonly { readonly Key?: string; readonly Value?: string }[];
  const index = tags.findIndex(({ Key, Value }) => Key === undefined || Value === undefined);
  if (index < 0) return undefined;
  const member = tags[index]?.Key === undefined ? 'key' : 'value';
  return `1 validation error detected: Value null at 'tags.${index + 1}.member.${member}' failed to satisfy constraint: Member must not be null`;
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
  TagResource: withChecks(operation('tagResource'), [refuseTagWithoutMember]),
  UntagResource: operation('untagResource'),
  UpdateItem: operation('updateItem'),
  UpdateTable: {
    ...operation('updateTable'),
    types: updateTableTypes(updateTable.types, createTable.types),
    custom: refuseUpdate,
  },
} as const;

export type OperationName = keyof typeof operations;
