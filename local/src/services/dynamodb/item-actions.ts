import { AwsError } from '../../core/aws/aws-error.ts';
import type { Action } from '../../core/service.ts';
import { batchGet } from './batch-get.ts';
import type { OperationName } from './dynalite.ts';
import type { Item } from './dynalite-types.ts';
import { itemCollection, itemCollections } from './item-collections.ts';
import type { ItemDatabase } from './item-database.ts';
import type { Layer } from './numbers.ts';
import { FREE, perform, performNow, validated } from './perform.ts';

const reading =
  (name: OperationName, database: ItemDatabase, layer?: Layer): Action =>
  (input) =>
    perform(name, validated(name, input, database, layer), database);

const writing =
  (name: OperationName, database: ItemDatabase): Action =>
  (input) => {
    const data = validated(name, input, database);
    return database.write(() => performNow(name, data, database));
  };

const batchWriting =
  (database: ItemDatabase): Action =>
  (input) => {
    const data = validated('BatchWriteItem', input, database);
    const requests = Object.entries((data.RequestItems ?? {}) as Record<string, readonly WriteRequest[]>);
    return database.write(() => {
      const answer = performNow('BatchWriteItem', data, database) as object;
      const writes = requests.flatMap(([name, items]) =>
        items.map(({ PutRequest, DeleteRequest }) => ({
          table: database.table(name),
          item: PutRequest?.Item ?? DeleteRequest?.Key ?? {},
        })),
      );
      const metrics = itemCollections(writes, data.ReturnItemCollectionMetrics);
      return { ...answer, ...(metrics && { ItemCollectionMetrics: metrics }) };
    });
  };

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

/** The current item with this key. Call it inside `ItemDatabase.write`. */
const itemNow = (database: ItemDatabase, tableName: unknown, key: Record<string, unknown>): unknown =>
  (performNow('GetItem', { TableName: tableName, Key: key }, database, FREE) as { Item?: unknown }).Item;

/** The key attributes of `item`. */
export const keyOf = (database: ItemDatabase, tableName: unknown, item: Record<string, unknown>) => {
  const names = database.table(String(tableName))?.KeySchema.map(({ AttributeName }) => AttributeName) ?? [];
  return Object.fromEntries(names.map((name) => [name, item[name]]));
};

type ItemWrite = 'PutItem' | 'UpdateItem' | 'DeleteItem';

/**
 * Performs a write of one item. If its condition fails and ReturnValuesOnConditionCheckFailure requests it, the error
 * contains the item.
 */
export const writeItem = (
  name: ItemWrite,
  { ReturnValuesOnConditionCheckFailure: onFailure, ...input }: Record<string, unknown>,
  database: ItemDatabase,
  layer?: Layer,
): Promise<object> => {
  const data = validated(name, input, database, layer);
  return database.write(() => {
    try {
      const { Attributes: attributes, ...answer } = performNow(name, data, database) as { readonly Attributes?: Item };
      const table = database.table(String(data.TableName));
      const metrics = itemCollection(table, (data.Key ?? data.Item) as Item, data.ReturnItemCollectionMetrics);
      return {
        ...(attributes && Object.keys(attributes).length > 0 && { Attributes: attributes }),
        ...answer,
        ...(metrics && { ItemCollectionMetrics: metrics }),
      };
    } catch (error) {
      if (onFailure !== 'ALL_OLD' || !(error instanceof AwsError)) throw error;
      if (error.code !== 'ConditionalCheckFailedException') throw error;
      const key = keyOf(database, data.TableName, (data.Key ?? data.Item) as Record<string, unknown>);
      const item = itemNow(database, data.TableName, key);
      const fields = item === undefined ? {} : { Item: item };
      throw new AwsError(error.code, error.message, { fields, cause: error });
    }
  });
};

const conditional =
  (name: ItemWrite, database: ItemDatabase): Action =>
  (input) =>
    writeItem(name, input, database, 'current');

/** The actions on items and tags. dynalite performs them. */
export const itemActions = (database: ItemDatabase): Record<string, Action> => ({
  GetItem: reading('GetItem', database, 'current'),
  BatchGetItem: (input) => batchGet(validated('BatchGetItem', input, database, 'current'), database),
  Query: reading('Query', database, 'current'),
  Scan: reading('Scan', database),
  ListTables: reading('ListTables', database),
  ListTagsOfResource: reading('ListTagsOfResource', database),
  PutItem: conditional('PutItem', database),
  UpdateItem: conditional('UpdateItem', database),
  DeleteItem: conditional('DeleteItem', database),
  BatchWriteItem: batchWriting(database),
  TagResource: writing('TagResource', database),
  UntagResource: writing('UntagResource', database),
});
