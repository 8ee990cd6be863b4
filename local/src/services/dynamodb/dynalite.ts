import { internals, load, validations } from './dynalite-internals.ts';
import type { Check, Index, Operation, Table, Types } from './dynalite-types.ts';
import { inWordsOfKeyCondition, multiAttributeIndex } from './key-condition-checks.ts';
import { refuseConditionalOperator } from './legacy-checks.ts';
import { hasMultiAttributeKey, refuseMultiAttributeKey, withSimpleKey } from './multi-attribute-keys.ts';
import { type MultiQuery, queryMultiAttributeIndex } from './multi-attribute-query.ts';
import { refuseMixedProjections, refuseSegment, refuseSelect } from './read-checks.ts';
import { createTableTypes, updateTableTypes } from './table-types.ts';
import { refuseResource, refuseTagWithoutMember } from './tag-checks.ts';
import { refuseUpdate, type UpdateTableData } from './update-table-checks.ts';
import { updateItem } from './updates/update-item.ts';
import { activeLayer } from './value-layers.ts';
import { refuseEmptyName, refuseEmptyNames, refuseReturnValues } from './write-checks.ts';

const createTable = load('dynalite/validations/createTable') as {
  readonly types: Types;
  readonly custom: (data: Record<string, unknown>) => string | undefined;
};
const updateTable = load('dynalite/validations/updateTable') as { readonly types: Types };

const includesNothing = ({ Projection }: Index): boolean =>
  Projection?.ProjectionType === 'INCLUDE' && !Projection.NonKeyAttributes;

/** Checks the description of a new table. Returns AWS's message for the first error; undefined if there is none. */
export const refuseTable = (data: Record<string, unknown>): string | undefined => {
  const indexes = (data.GlobalSecondaryIndexes ?? []) as readonly Index[];
  const simple = data.GlobalSecondaryIndexes ? { ...data, GlobalSecondaryIndexes: indexes.map(withSimpleKey) } : data;
  const defined = (data.AttributeDefinitions as Table['AttributeDefinitions']).map(
    ({ AttributeName }) => AttributeName,
  );
  const error =
    createTable.custom(simple) ??
    indexes.filter(hasMultiAttributeKey).flatMap((index) => refuseMultiAttributeKey(index, defined) ?? [])[0];
  if (error) return error;
  if ([...indexes, ...((data.LocalSecondaryIndexes ?? []) as readonly Index[])].some(includesNothing))
    return 'One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified';
  if (data.BillingMode === 'PAY_PER_REQUEST') return undefined;
  const index = indexes.find((each) => !each.ProvisionedThroughput);
  return (
    index &&
    `One or more parameter values were invalid: ProvisionedThroughput must be specified for index: ${index.IndexName}`
  );
};

const operation = (name: string): Operation => {
  const { types, custom } = load(`dynalite/validations/${name}`) as { types: Types; custom: Check };
  return { types, custom, act: load(`dynalite/actions/${name}`) as Operation['act'] };
};

const inOrder =
  (checks: readonly (Check | undefined)[]): Check =>
  (data, database) => {
    for (const check of checks) {
      const message = check?.(data, database);
      if (message) return message;
    }
    return undefined;
  };

/** Adds further checks to an operation, which run after dynalite's own checks. */
const withChecks = (checked: Operation, more: readonly Check[]): Operation => ({
  ...checked,
  custom: inOrder([checked.custom, ...more]),
});

/** An operation on tags, whose resource is checked first. */
const onTags = (file: string, name: string): Operation => {
  const checked = operation(file);
  return { ...checked, custom: inOrder([refuseResource(name), checked.custom]) };
};

/** BatchWriteItem, with AWS's message for a request that contains no items. */
const batchWriteItem = (): Operation => {
  const checked = operation('batchWriteItem');
  const { lengthGreaterThanOrEqual: _, ...requestItems } = checked.types.RequestItems as Record<string, unknown>;
  const refuseEmpty: Check = ({ RequestItems }) =>
    Object.keys(RequestItems ?? {}).length === 0
      ? 'The requestItems parameter is required for BatchWriteItem'
      : undefined;
  return {
    ...checked,
    custom: inOrder([refuseEmpty, refuseEmptyNames, checked.custom]),
    types: { ...checked.types, RequestItems: requestItems },
  };
};

/** BatchGetItem; AWS checks its items before the other members. */
const batchGetItem = (): Operation => {
  const checked = operation('batchGetItem');
  const { RequestItems, ...others } = checked.types;
  return withChecks({ ...checked, types: { RequestItems, ...others } }, [refuseMixedProjections]);
};

/** An operation that names its table. AWS accepts names of one character here, although no table has such a name. */
const onTable = (name: string): Operation => {
  const checked = operation(name);
  const tableName = { ...(checked.types.TableName as object), lengthGreaterThanOrEqual: 1 };
  return { ...checked, types: { ...checked.types, TableName: tableName } };
};

const putItem = (): Operation => {
  const checked = onTable('putItem');
  return { ...checked, custom: inOrder([refuseEmptyName, checked.custom, refuseConditionalOperator]) };
};

const query = (): Operation => {
  const checked = onTable('query');
  return {
    ...checked,
    custom: checked.custom && inWordsOfKeyCondition(checked.custom),
    act: (database, data, callback) => {
      const found = multiAttributeIndex(data, database);
      if (!found) return checked.act(database, data, callback);
      queryMultiAttributeIndex(database, found, { data: data as unknown as MultiQuery, internals }, callback);
    },
  };
};

/** UpdateItem; AWS checks its key after the other members. */
const updateItemByKey = (): Operation => {
  const checked = onTable('updateItem');
  const { Key, ...others } = checked.types;
  return { ...checked, types: { ...others, Key }, act: updateItem };
};

/**
 * A write by key. The older checks begin with the expressions, the newer ones with the key; checking expressions twice
 * has no effect.
 */
const byKey = (checked: Operation): Operation => ({
  ...checked,
  custom: inOrder([
    (data) => (activeLayer() === 'older' ? validations.validateExpressions(data) : undefined),
    checked.custom,
  ]),
});

const MAX_SEGMENTS = 1_000_000;

const scanTypes: Types = {
  ...onTable('scan').types,
  ConsistentRead: 'Boolean',
  TotalSegments: { type: 'Integer', greaterThanOrEqual: 1, lessThanOrEqual: MAX_SEGMENTS },
  Segment: { type: 'Integer', greaterThanOrEqual: 0, lessThanOrEqual: MAX_SEGMENTS - 1 },
};

/** Typed access to dynalite's operations, with checks and parts that replace dynalite's own. */
export const operations = {
  BatchGetItem: batchGetItem(),
  BatchWriteItem: batchWriteItem(),
  CreateTable: { ...operation('createTable'), types: createTableTypes(createTable.types), custom: refuseTable },
  DeleteItem: withChecks(byKey(onTable('deleteItem')), [refuseReturnValues, refuseConditionalOperator]),
  DescribeTable: operation('describeTable'),
  GetItem: onTable('getItem'),
  ListTables: operation('listTables'),
  ListTagsOfResource: onTags('listTagsOfResource', 'ListTagsOfResource'),
  PutItem: putItem(),
  Query: withChecks(query(), [refuseSelect, refuseConditionalOperator]),
  Scan: withChecks({ ...onTable('scan'), types: scanTypes }, [refuseSegment, refuseSelect, refuseConditionalOperator]),
  TagResource: withChecks(onTags('tagResource', 'TagResource'), [refuseTagWithoutMember]),
  UntagResource: onTags('untagResource', 'UntagResource'),
  UpdateItem: withChecks(byKey(updateItemByKey()), [refuseConditionalOperator]),
  UpdateTable: {
    ...operation('updateTable'),
    types: updateTableTypes(updateTable.types, createTableTypes(createTable.types)),
    custom: (data: Record<string, unknown>) => refuseUpdate(data as unknown as UpdateTableData),
  },
} as const;

export type OperationName = keyof typeof operations;
