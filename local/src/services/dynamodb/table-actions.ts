import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import type { Action } from '../../core/service.ts';
import type { DynamoDbContext } from './context.ts';
import type { Index, Table } from './dynalite-types.ts';
import type { ItemDatabase } from './item-database.ts';
import { perform, performNow, validated } from './perform.ts';
import {
  refuseViewType,
  type StreamSpecification,
  withChangedStream,
  withStream,
} from './streams/stream-specification.ts';
import { EXTRA_MEMBERS } from './table-types.ts';
import { billingModeOf, throughputOf } from './throughput.ts';
import { updatedTable } from './update-table.ts';
import type { UpdateTableData } from './update-table-checks.ts';

/**
 * The members of a table's description that dynalite does not support. Only DeletionProtectionEnabled has an effect.
 */
const extraDescription = (input: Record<string, unknown>): Record<string, unknown> => {
  const encryption = input.SSESpecification as { Enabled?: unknown } | undefined;
  return {
    ...(input.DeletionProtectionEnabled !== undefined && {
      DeletionProtectionEnabled: input.DeletionProtectionEnabled === true,
    }),
    ...(input.OnDemandThroughput !== undefined && { OnDemandThroughput: input.OnDemandThroughput }),
    ...(input.TableClass !== undefined && { TableClassSummary: { TableClass: input.TableClass } }),
    ...(encryption?.Enabled === true && { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } }),
  };
};

const without = (input: Record<string, unknown>, members: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([name]) => !members.includes(name)));

/** Reads the StreamSpecification of a request. Throws ValidationException. */
const streamSpecification = (input: Record<string, unknown>): StreamSpecification | undefined => {
  const specification = input.StreamSpecification as StreamSpecification | undefined;
  refuseViewType(specification);
  return specification;
};

/**
 * The error for a table that exists already. It replaces dynalite's error, whose message does not contain the table's
 * name.
 */
const existingTable = (name: unknown): AwsError =>
  new AwsError('ResourceInUseException', `Table already exists: ${String(name)}`);

const requireTable = (database: ItemDatabase, name: string): Table => {
  const table = database.table(name);
  if (table) return table;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
};

const save = (database: ItemDatabase, table: Table): void =>
  database.tableDb.put(table.TableName, table, (error) => {
    if (error) throw error;
  });

const describe = (database: ItemDatabase, table: Table): Table => {
  const { items, bytes } = database.sizeOf(table.TableName);
  return {
    DeletionProtectionEnabled: false,
    ...table,
    ItemCount: items,
    TableSizeBytes: bytes,
    ...(table.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: describedIndexes(database, table, table.GlobalSecondaryIndexes),
    }),
    ...(table.LocalSecondaryIndexes && {
      LocalSecondaryIndexes: describedIndexes(database, table, table.LocalSecondaryIndexes),
    }),
  };
};

const describedIndexes = (database: ItemDatabase, { TableName }: Table, indexes: readonly Index[]): Index[] =>
  indexes.map((index) => {
    const { items, bytes } = database.sizeOf(TableName, index.IndexName);
    return { ...index, ItemCount: items, IndexSizeBytes: bytes };
  });

/** The answer to CreateTable shows the table as being created. */
const creating = (table: Table): Table => ({
  ...table,
  TableStatus: 'CREATING',
  ...(table.GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({ ...index, IndexStatus: 'CREATING' })),
  }),
});

const createTable =
  ({ kernel, database, streams }: DynamoDbContext): Action =>
  (input) => {
    const checked = validated('CreateTable', input, database);
    const extra = extraDescription(checked);
    const viewType = streamSpecification(checked)?.StreamViewType;
    const tags = (checked.Tags ?? []) as { Key: string; Value: string }[];
    const data = without(checked, [...EXTRA_MEMBERS, 'Tags']);
    return database.write(() => {
      if (database.table(String(data.TableName))) throw existingTable(data.TableName);
      performNow('CreateTable', data, database);
      const described = { ...requireTable(database, String(data.TableName)), ...extra };
      const table = viewType ? withStream(streams, described, viewType, kernel.home) : described;
      save(database, table);
      if (tags.length > 0)
        performNow(
          'TagResource',
          validated('TagResource', { ResourceArn: table.TableArn, Tags: tags }, database),
          database,
        );
      return { TableDescription: creating(describe(database, table)) };
    });
  };

const describeTable =
  ({ database }: DynamoDbContext): Action =>
  async (input) => {
    const { Table: table } = (await perform(
      'DescribeTable',
      validated('DescribeTable', input, database),
      database,
    )) as { Table: Table };
    return { Table: describe(database, table) };
  };

const deleteTable =
  ({ database, settings, streams, timeToLive }: DynamoDbContext): Action =>
  (input) => {
    const name = String(validated('DescribeTable', input, database).TableName);
    return database.write(() => {
      const table = requireTable(database, name);
      if (table.DeletionProtectionEnabled === true)
        throw validationError(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      database.dropTable(name);
      settings.drop(name);
      timeToLive.drop(name);
      streams.end(name);
      return { TableDescription: { ...table, TableStatus: 'DELETING' } };
    });
  };

/**
 * The table as the answer to UpdateTable shows it: with the status UPDATING and the capacity before the change. A
 * changed index also has a status that shows the change.
 */
const updating = (before: Table, after: Table): Table => {
  const isSameMode = billingModeOf(before) === billingModeOf(after);
  return {
    ...after,
    TableStatus: 'UPDATING',
    ...(isSameMode && {
      ProvisionedThroughput: { ...throughputOf(after), ...unitsOf(before) },
    }),
  };
};

const unitsOf = (table: Table) => {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughputOf(table);
  return { ReadCapacityUnits, WriteCapacityUnits };
};

const updateTable =
  ({ kernel, database, streams }: DynamoDbContext): Action =>
  (input) => {
    const data = validated('UpdateTable', input, database) as UpdateTableData;
    const extra = extraDescription(data);
    const stream = streamSpecification(data);
    return database.write(() => {
      const before = requireTable(database, data.TableName);
      const updated = { ...updatedTable(database, before, data, kernel.clock.now() / 1000), ...extra };
      const table = stream ? withChangedStream(streams, updated, stream, kernel.home) : updated;
      save(database, table);
      return { TableDescription: updating(before, describe(database, table)) };
    });
  };

/**
 * The actions on tables. Creation, changes and deletion take effect immediately, so no stored table is in a
 * transitional state.
 */
export const tableActions = (context: DynamoDbContext): Record<string, Action> => ({
  CreateTable: createTable(context),
  DescribeTable: describeTable(context),
  UpdateTable: updateTable(context),
  DeleteTable: deleteTable(context),
});
