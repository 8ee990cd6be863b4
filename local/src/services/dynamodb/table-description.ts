import type { Home } from '../../core/aws/arn.ts';
import type { Index, Table } from './dynalite-types.ts';
import { type Encryption, encryptionOf } from './encryption.ts';
import type { ItemDatabase } from './item-database.ts';

/**
 * The members of a table's description that dynalite does not support. Only DeletionProtectionEnabled has an effect.
 */
export const extraDescription = (input: Record<string, unknown>, home: Home): Record<string, unknown> => ({
  ...(input.DeletionProtectionEnabled !== undefined && {
    DeletionProtectionEnabled: input.DeletionProtectionEnabled === true,
  }),
  ...(input.OnDemandThroughput !== undefined && { OnDemandThroughput: input.OnDemandThroughput }),
  ...(input.TableClass !== undefined && { TableClassSummary: { TableClass: input.TableClass } }),
  ...(input.SSESpecification !== undefined && {
    SSEDescription: encryptionOf(input.SSESpecification as Encryption, home),
  }),
});

/** The table with its current sizes. */
export const describe = (database: ItemDatabase, table: Table): Table => {
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

/** The table as the answers to CreateTable and the restores show it: as being created. */
export const creating = (table: Table): Table => ({
  ...table,
  TableStatus: 'CREATING',
  ...(table.GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({ ...index, IndexStatus: 'CREATING' })),
  }),
});
