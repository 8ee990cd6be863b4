import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import { internals } from '../dynalite-internals.ts';
import type { Index, Table } from '../dynalite-types.ts';
import type { AttributeValue } from '../expressions/scope.ts';
import { indexesOf } from '../index-keys.ts';
import type { ItemDatabase } from '../item-database.ts';
import { hasMultiAttributeKey } from '../multi-attribute-keys.ts';
import { projectedNames } from '../read-page.ts';
import { headsOf } from './condition-heads.ts';
import { allOf, conjuncts, isRangeCondition, possibleValues } from './key-conditions.ts';
import { Placeholders } from './placeholders.ts';
import type { Condition, Select } from './syntax.ts';

/** Maximum number of values of the partition key that one statement reads. */
const MAX_PARTITIONS = 50;

/** How a SELECT is read: as a query of one partition after the other, or as a scan of the table or index. */
export interface SelectPlan {
  /** The names of the partition key and the sort key of the table or index. */
  readonly keyNames: readonly string[];
  /** The values of the partition key, in the order in which they are read; undefined for a scan. */
  readonly partitions: readonly AttributeValue[] | undefined;
  readonly range: Condition | undefined;
  readonly filter: Condition | undefined;
  readonly isDescending: boolean;
}

/** The table with this name. Throws ResourceNotFoundException. */
export const tableOf = (database: ItemDatabase, name: string): Table => {
  const table = database.table(name);
  if (!table) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  return table;
};

/** Throws ValidationException for an index whose key has several attributes: statements cannot read it. */
export const refuseMultiAttributeIndex = (table: Table, name: string | undefined): void => {
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
  if (index && hasMultiAttributeKey(index))
    throw validationError(
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
    );
};

const indexOf = (table: Table, name: string): Index => {
  const index = indexesOf(table).find(({ IndexName }) => IndexName === name);
  if (!index) throw validationError('The table does not have the specified index');
  refuseMultiAttributeIndex(table, name);
  return index;
};

/** Throws ValidationException for a consistent read of a global index. */
export const refuseConsistentRead = (select: Select, database: ItemDatabase): void => {
  const { GlobalSecondaryIndexes: global = [] } = tableOf(database, select.table);
  if (global.some(({ IndexName }) => IndexName === select.index))
    throw validationError('Strongly consistent read is not supported on Global Secondary Indexes');
};

/** Throws ValidationException if the filter of a query of an index needs attributes that the index does not contain. */
const refuseFilter = (table: Table, index: Index | undefined, filter: Condition | undefined): void => {
  const projected = index && projectedNames(table, index);
  const others = projected ? [...new Set(headsOf(filter))].filter((name) => !projected.has(name)) : [];
  if (others.length > 0)
    throw validationError(
      `One or more parameter values were invalid: Secondary index ${index?.IndexName} does not project one or more filter attributes: [${others.join(', ')}]`,
    );
};

const refuseOrder = ({ orderBy, where }: Select, keyNames: readonly string[], partitions: number): void => {
  if (orderBy.length === 0) return;
  if (!where) throw validationError('Must have WHERE clause in the statement when using ORDER BY clause.');
  const other = orderBy.find(({ name }) => !keyNames.includes(name));
  if (other)
    throw validationError(`Variable reference ${other.name} in ORDER BY clause must be part of the primary key`);
  if (partitions === 0)
    throw validationError(
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    );
  if (partitions > 1 && orderBy[0]?.name !== keyNames[0])
    throw validationError(
      'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
    );
};

const isGreater = (first: AttributeValue, second: AttributeValue): boolean => internals.compare('GT', first, [second]);

const sorted = (values: readonly AttributeValue[], isDescending: boolean): AttributeValue[] =>
  [...values].sort((first, second) => (isGreater(first, second) === isDescending ? -1 : 1));

/** Plans the reads of a SELECT. Throws ValidationException and ResourceNotFoundException. */
export const planSelect = (select: Select, database: ItemDatabase): SelectPlan => {
  const table = tableOf(database, select.table);
  const index = select.index === undefined ? undefined : indexOf(table, select.index);
  const keyNames = (index ?? table).KeySchema.map(({ AttributeName }) => AttributeName);
  const [hash = '', sort] = keyNames;
  const parts = conjuncts(select.where);
  const limiting = parts.find((part) => possibleValues(part, hash) !== undefined);
  const partitions = limiting && possibleValues(limiting, hash);
  refuseOrder(select, keyNames, partitions?.length ?? 0);
  const orderOf = (name: string | undefined) => select.orderBy.find((order) => order.name === name);
  const isDescending = orderOf(sort)?.isDescending ?? false;
  if (!partitions) return { keyNames, partitions, range: undefined, filter: select.where, isDescending };
  if (partitions.length > MAX_PARTITIONS)
    throw validationError(
      `The IN operator is provided with too many operands; number of operands: ${partitions.length}`,
    );
  const range = sort === undefined ? undefined : parts.find((part) => isRangeCondition(part, sort));
  const rest = parts.filter((part) => part !== range && (part !== limiting || part.kind === 'or'));
  if (limiting?.kind !== 'or') refuseFilter(table, index, allOf(rest));
  const hashOrder = orderOf(hash);
  return {
    keyNames,
    partitions: hashOrder ? sorted(partitions, hashOrder.isDescending) : partitions,
    range,
    filter: allOf(rest),
    isDescending,
  };
};

/** The input of Query or Scan for one partition of the plan; `partition` is undefined for a scan. */
export const readInput = (
  { table, index, projection }: Select,
  { keyNames, range, filter, isDescending }: SelectPlan,
  partition: AttributeValue | undefined,
): Record<string, unknown> => {
  const placeholders = new Placeholders();
  const [hash = ''] = keyNames;
  const expressions: Record<string, unknown> = {};
  if (partition) {
    const equality = `${placeholders.name(hash)} = ${placeholders.value(partition)}`;
    expressions.KeyConditionExpression = range ? `${equality} AND ${placeholders.condition(range)}` : equality;
    if (isDescending) expressions.ScanIndexForward = false;
  }
  if (filter) expressions.FilterExpression = placeholders.condition(filter);
  if (projection) {
    const heads = new Set(projection.map(([head]) => String(head)));
    expressions.ProjectionExpression = [...heads].map((head) => placeholders.name(head)).join(', ');
  }
  return {
    TableName: table,
    ...(index !== undefined && { IndexName: index }),
    ...expressions,
    ...placeholders.members(),
  };
};
