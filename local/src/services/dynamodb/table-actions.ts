import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import type { Action } from '../../core/service.ts';
import type { DynamoDbContext } from './context.ts';
import type { Table } from './dynalite-types.ts';
import type { ItemDatabase } from './item-database.ts';
import { perform, performNow, validated } from './perform.ts';
import { RECOVERY_SETTING } from './settings.ts';
import {
  refuseViewType,
  type StreamSpecification,
  withChangedStream,
  withStream,
} from './streams/stream-specification.ts';
import { creating, describe, extraDescription } from './table-description.ts';
import { EXTRA_MEMBERS } from './table-types.ts';
import { billingModeOf, throughputOf } from './throughput.ts';
import { updatedTable } from './update-table.ts';
import type { UpdateTableData } from './update-table-checks.ts';

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

const createTable =
  ({ kernel, database, streams }: DynamoDbContext): Action =>
  (input) => {
    const checked = validated('CreateTable', input, database);
    const extra = extraDescription(checked, kernel.home);
    const viewType = streamSpecification(checked)?.StreamViewType;
    const tags = (checked.Tags ?? []) as { Key: string; Value: string }[];
    const data = without(checked, [...EXTRA_MEMBERS, 'Tags']);
    return database.write(() => {
      if (database.table(String(data.TableName))) throw existingTable(data.TableName);
      performNow('CreateTable', data, database);
      const described = { ...requireTable(database, String(data.TableName)), ...extra };
      const table = viewType ? withStream(streams, described, viewType, kernel.home) : described;
      database.saveTable(table);
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
  ({ database, settings, streams, timeToLive, backups }: DynamoDbContext): Action =>
  (input) => {
    const name = String(validated('DescribeTable', input, database).TableName);
    return database.write(() => {
      const table = requireTable(database, name);
      if (table.DeletionProtectionEnabled === true)
        throw validationError(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      if (settings.get(name, RECOVERY_SETTING) === true) backups.createOfDeleted(table);
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
    const extra = extraDescription(data, kernel.home);
    const stream = streamSpecification(data);
    return database.write(() => {
      const before = requireTable(database, data.TableName);
      const updated = { ...updatedTable(database, before, data, kernel.clock.now() / 1000), ...extra };
      const table = stream ? withChangedStream(streams, updated, stream, kernel.home) : updated;
      database.saveTable(table);
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
