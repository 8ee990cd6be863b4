import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import { refuseTable } from './dynalite.ts';
import { internals } from './dynalite-internals.ts';
import type { Index, Table } from './dynalite-types.ts';
import type { ItemDatabase } from './item-database.ts';
import { billingModeOf, changedThroughput, throughputOf } from './throughput.ts';
import type { IndexUpdate } from './update-table-checks.ts';

const INVALID = 'One or more parameter values were invalid: ';

/** Fills a new index from the existing items. */
const backfill = (database: ItemDatabase, table: Table, index: Index): void => {
  const entries = database.getIndexDb('global', table.TableName, index.IndexName);
  for (const { item } of database.items(table.TableName))
    for (const { key, item: projected } of internals.getIndexActions([index], null, item, table).puts)
      entries.put(key, projected, () => {});
};

/** Checks a new index with the same rules as CreateTable. */
const refuseIndex = (table: Table, declared: Index): void => {
  const existing = table.GlobalSecondaryIndexes ?? [];
  const all = [...existing, ...(table.LocalSecondaryIndexes ?? [])];
  if (all.some(({ IndexName }) => IndexName === declared.IndexName))
    throw validationError(`Attempting to create an index which already exists: ${declared.IndexName}`);
  const message = refuseTable({
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: billingModeOf(table),
    ProvisionedThroughput:
      billingModeOf(table) === 'PROVISIONED' ? { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } : undefined,
    GlobalSecondaryIndexes: [
      declared,
      ...existing.map((index) => ({ ...index, ProvisionedThroughput: declared.ProvisionedThroughput })),
    ],
  });
  if (message) throw validationError(message);
};

const create = (database: ItemDatabase, table: Table, declared: Index): Index[] => {
  refuseIndex(table, declared);
  const index: Index = {
    ...declared,
    ProvisionedThroughput: { ...throughputOf(declared), NumberOfDecreasesToday: 0 },
    IndexArn: `${table.TableArn}/index/${declared.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
  };
  backfill(database, table, index);
  return [...(table.GlobalSecondaryIndexes ?? []), index];
};

const remove = (database: ItemDatabase, table: Table, name: string): Index[] => {
  const existing = table.GlobalSecondaryIndexes ?? [];
  if (!existing.some(({ IndexName }) => IndexName === name))
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index: ${name} not found`);
  database.dropIndex(table.TableName, name);
  return existing.filter(({ IndexName }) => IndexName !== name);
};

const resize = (
  table: Table,
  { IndexName: name, ProvisionedThroughput: units }: NonNullable<IndexUpdate['Update']>,
  now: number,
): Index[] => {
  const existing = table.GlobalSecondaryIndexes ?? [];
  if (!existing.some(({ IndexName }) => IndexName === name))
    throw validationError(`The table does not have the specified index: ${name}`);
  if (billingModeOf(table) === 'PAY_PER_REQUEST')
    throw validationError(
      `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    );
  return existing.map((index) =>
    index.IndexName === name
      ? { ...index, ProvisionedThroughput: changedThroughput(`index ${name}`, throughputOf(index), units, now) }
      : index,
  );
};

/**
 * Applies the index changes of UpdateTable to the database and to `table`. `now` is the time in epoch seconds. Call it
 * inside `ItemDatabase.write`.
 */
export const applyIndexUpdates = (
  database: ItemDatabase,
  table: Table,
  { updates, now }: { readonly updates: readonly IndexUpdate[]; readonly now: number },
): void => {
  for (const { Create, Delete, Update } of updates) {
    if (Create) table.GlobalSecondaryIndexes = create(database, table, Create);
    if (Delete) table.GlobalSecondaryIndexes = remove(database, table, Delete.IndexName);
    if (Update) table.GlobalSecondaryIndexes = resize(table, Update, now);
  }
  if (table.GlobalSecondaryIndexes?.length === 0) delete table.GlobalSecondaryIndexes;
};
