import { AwsError, unsupported, validationError } from '../../core/aws/aws-error.ts';
import type { Action } from '../../core/service.ts';
import type { DynamoDbContext } from './context.ts';
import type { Table } from './dynalite.ts';
import { applyIndexUpdates } from './index-updates.ts';
import type { ItemDatabase } from './item-database.ts';
import { perform, performNow, validated } from './perform.ts';

/** Members of a table's description that dynalite does not have. Only DeletionProtectionEnabled has an effect. */
const extraDescription = (input: Record<string, unknown>): Record<string, unknown> => {
  const stream = input.StreamSpecification as { StreamEnabled?: unknown } | undefined;
  if (stream?.StreamEnabled) throw unsupported('StreamSpecification of a DynamoDB table');
  const encryption = input.SSESpecification as { Enabled?: unknown } | undefined;
  return {
    ...(input.DeletionProtectionEnabled !== undefined && {
      DeletionProtectionEnabled: input.DeletionProtectionEnabled === true,
    }),
    ...(input.TableClass !== undefined && { TableClassSummary: { TableClass: input.TableClass } }),
    ...(encryption?.Enabled === true && { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } }),
  };
};

const without = (input: Record<string, unknown>, members: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([name]) => !members.includes(name)));

const EXTRA_MEMBERS = ['StreamSpecification', 'SSESpecification', 'DeletionProtectionEnabled', 'TableClass'] as const;

/** Replaces dynalite's error, which does not name the table. */
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
  return { DeletionProtectionEnabled: false, ...table, ItemCount: items, TableSizeBytes: bytes };
};

const createTable =
  ({ database }: DynamoDbContext): Action =>
  (input) => {
    const extra = extraDescription(input);
    const tags = (input.Tags ?? []) as { Key: string; Value: string }[];
    const data = validated('CreateTable', without(input, [...EXTRA_MEMBERS, 'Tags']), database);
    return database.write(() => {
      if (database.table(String(data.TableName))) throw existingTable(data.TableName);
      performNow('CreateTable', data, database);
      const table = { ...requireTable(database, String(data.TableName)), ...extra };
      save(database, table);
      if (tags.length > 0)
        performNow(
          'TagResource',
          validated('TagResource', { ResourceArn: table.TableArn, Tags: tags }, database),
          database,
        );
      return { TableDescription: { ...describe(database, table), TableStatus: 'CREATING' } };
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
  ({ database, settings }: DynamoDbContext): Action =>
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
      return { TableDescription: { ...table, TableStatus: 'DELETING' } };
    });
  };

const CHANGEABLE = new Set([
  'TableName',
  'AttributeDefinitions',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  ...EXTRA_MEMBERS,
]);

const billing = (table: Table, input: Record<string, unknown>): Partial<Table> => ({
  ...(input.BillingMode !== undefined && { BillingModeSummary: { BillingMode: input.BillingMode } }),
  ...(input.ProvisionedThroughput !== undefined && {
    ProvisionedThroughput: { ...(table.ProvisionedThroughput as object), ...(input.ProvisionedThroughput as object) },
  }),
});

const updateTable =
  ({ database }: DynamoDbContext): Action =>
  (input) => {
    for (const member of Object.keys(input))
      if (!CHANGEABLE.has(member)) throw unsupported(`${member} of dynamodb:UpdateTable`);
    const extra = extraDescription(input);
    const name = String(validated('DescribeTable', { TableName: input.TableName }, database).TableName);
    return database.write(() => {
      const before = requireTable(database, name);
      const table: Table = { ...before, ...billing(before, input), ...extra };
      if (input.AttributeDefinitions)
        table.AttributeDefinitions = mergeDefinitions(before, input.AttributeDefinitions as never);
      applyIndexUpdates(database, table, input.GlobalSecondaryIndexUpdates);
      save(database, table);
      return { TableDescription: { ...describe(database, table), TableStatus: 'UPDATING' } };
    });
  };

const mergeDefinitions = (
  table: Table,
  added: { AttributeName: string; AttributeType: string }[],
): Table['AttributeDefinitions'] => [
  ...new Map([...table.AttributeDefinitions, ...added].map((each) => [each.AttributeName, each])).values(),
];

/**
 * Actions on tables. Creation, changes and deletion take effect immediately: no table is ever in a transitional state.
 */
export const tableActions = (context: DynamoDbContext): Record<string, Action> => ({
  CreateTable: createTable(context),
  DescribeTable: describeTable(context),
  UpdateTable: updateTable(context),
  DeleteTable: deleteTable(context),
});
