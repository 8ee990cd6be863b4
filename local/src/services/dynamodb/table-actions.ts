import { AwsError, unsupported, validationError } from '../../core/aws/aws-error.ts';
import type { Action } from '../../core/service.ts';
import type { Table } from './dynalite.ts';
import { applyIndexUpdates } from './index-updates.ts';
import type { ItemDatabase } from './item-database.ts';
import { perform, performNow, validated } from './perform.ts';
import type { TableSettings } from './settings.ts';

interface Parts {
  readonly database: ItemDatabase;
  readonly settings: TableSettings;
}

/** Members of a table that dynalite does not know: kept with its description; only the first changes behaviour. */
const describedBeside = (input: Record<string, unknown>): Record<string, unknown> => {
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

const BESIDE = ['StreamSpecification', 'SSESpecification', 'DeletionProtectionEnabled', 'TableClass'] as const;

/** dynalite tells neither which table is already there nor which is missing. */
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
  ({ database }: Parts): Action =>
  (input) => {
    const beside = describedBeside(input);
    const tags = (input.Tags ?? []) as { Key: string; Value: string }[];
    const data = validated('CreateTable', without(input, [...BESIDE, 'Tags']), database);
    return database.write(() => {
      if (database.table(String(data.TableName))) throw existingTable(data.TableName);
      performNow('CreateTable', data, database);
      const table = { ...requireTable(database, String(data.TableName)), ...beside };
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
  ({ database }: Parts): Action =>
  async (input) => {
    const { Table: table } = (await perform(
      'DescribeTable',
      validated('DescribeTable', input, database),
      database,
    )) as { Table: Table };
    return { Table: describe(database, table) };
  };

const deleteTable =
  ({ database, settings }: Parts): Action =>
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
  ...BESIDE,
]);

const billing = (table: Table, input: Record<string, unknown>): Partial<Table> => ({
  ...(input.BillingMode !== undefined && { BillingModeSummary: { BillingMode: input.BillingMode } }),
  ...(input.ProvisionedThroughput !== undefined && {
    ProvisionedThroughput: { ...(table.ProvisionedThroughput as object), ...(input.ProvisionedThroughput as object) },
  }),
});

const updateTable =
  ({ database }: Parts): Action =>
  (input) => {
    for (const member of Object.keys(input))
      if (!CHANGEABLE.has(member)) throw unsupported(`${member} of dynamodb:UpdateTable`);
    const beside = describedBeside(input);
    const name = String(validated('DescribeTable', { TableName: input.TableName }, database).TableName);
    return database.write(() => {
      const before = requireTable(database, name);
      const table: Table = { ...before, ...billing(before, input), ...beside };
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

/** Tables: created active at once, changed and deleted at once. */
export const tableActions = (parts: Parts): Record<string, Action> => ({
  CreateTable: createTable(parts),
  DescribeTable: describeTable(parts),
  UpdateTable: updateTable(parts),
  DeleteTable: deleteTable(parts),
});
