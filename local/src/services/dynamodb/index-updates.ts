import { unsupported, validationError } from '../../core/aws/aws-error.ts';
import { type Index, internals, type Table } from './dynalite.ts';
import type { ItemDatabase } from './item-database.ts';

interface IndexUpdate {
  readonly Create?: Index;
  readonly Delete?: { readonly IndexName: string };
  readonly Update?: { readonly IndexName: string; readonly ProvisionedThroughput?: object };
}

const NO_THROUGHPUT = { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 };

/** Fills a new index from the existing items. */
const backfill = (database: ItemDatabase, table: Table, index: Index): void => {
  const entries = database.getIndexDb('global', table.TableName, index.IndexName);
  for (const { item } of database.items(table.TableName))
    for (const { key, item: projected } of internals.getIndexActions([index], null, item, table).puts)
      entries.put(key, projected, () => {});
};

const create = (database: ItemDatabase, table: Table, declared: Index): Index[] => {
  const existing = table.GlobalSecondaryIndexes ?? [];
  if (existing.some(({ IndexName }) => IndexName === declared.IndexName))
    throw validationError(`Attempting to create an index which already exists: ${declared.IndexName}`);
  const defined = new Set(table.AttributeDefinitions.map(({ AttributeName }) => AttributeName));
  if (!declared.KeySchema.every(({ AttributeName }) => defined.has(AttributeName)))
    throw validationError(
      'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions.',
    );
  const index: Index = {
    ProvisionedThroughput: NO_THROUGHPUT,
    ...declared,
    IndexArn: `${table.TableArn}/index/${declared.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
  };
  backfill(database, table, index);
  return [...existing, index];
};

const remove = (database: ItemDatabase, table: Table, name: string): Index[] => {
  const existing = table.GlobalSecondaryIndexes ?? [];
  if (!existing.some(({ IndexName }) => IndexName === name))
    throw validationError(`Attempting to delete an index which does not exist: ${name}`);
  database.dropIndex(table.TableName, name);
  return existing.filter(({ IndexName }) => IndexName !== name);
};

/** Applies the index changes of UpdateTable to the database and to `table`; call it inside `ItemDatabase.write`. */
export const applyIndexUpdates = (database: ItemDatabase, table: Table, updates: unknown): void => {
  if (updates === undefined) return;
  if (!Array.isArray(updates)) throw validationError('GlobalSecondaryIndexUpdates must be a list.');
  for (const update of updates as IndexUpdate[]) {
    if (update.Create) table.GlobalSecondaryIndexes = create(database, table, update.Create);
    else if (update.Delete) table.GlobalSecondaryIndexes = remove(database, table, update.Delete.IndexName);
    else if (!update.Update) throw unsupported('this member of GlobalSecondaryIndexUpdates');
  }
  if (table.GlobalSecondaryIndexes?.length === 0) delete table.GlobalSecondaryIndexes;
};
