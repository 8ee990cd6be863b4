import { AwsError } from '../../core/aws/aws-error.ts';
import type { Action } from '../../core/service.ts';
import type { OperationName } from './dynalite.ts';
import type { ItemDatabase } from './item-database.ts';
import { FREE, perform, performNow, validated } from './perform.ts';

const reading =
  (name: OperationName, database: ItemDatabase): Action =>
  (input) =>
    perform(name, validated(name, input, database), database);

const writing =
  (name: OperationName, database: ItemDatabase): Action =>
  (input) => {
    const data = validated(name, input, database);
    return database.write(() => performNow(name, data, database));
  };

/** The item a refused condition was checked against; inside a write. */
const itemNow = (database: ItemDatabase, tableName: unknown, key: Record<string, unknown>): unknown =>
  (performNow('GetItem', { TableName: tableName, Key: key }, database, FREE) as { Item?: unknown }).Item;

/** The members of `item` that are the key of its table. */
export const keyOf = (database: ItemDatabase, tableName: unknown, item: Record<string, unknown>) => {
  const names = database.table(String(tableName))?.KeySchema.map(({ AttributeName }) => AttributeName) ?? [];
  return Object.fromEntries(names.map((name) => [name, item[name]]));
};

/** A write that answers a failed condition with the item it met, when asked with ReturnValuesOnConditionCheckFailure. */
const conditional =
  (name: 'PutItem' | 'UpdateItem' | 'DeleteItem', database: ItemDatabase): Action =>
  ({ ReturnValuesOnConditionCheckFailure: onFailure, ...input }) => {
    const data = validated(name, input, database);
    return database.write(() => {
      try {
        return performNow(name, data, database);
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

/** Items and tags: dynalite's own operations. */
export const itemActions = (database: ItemDatabase): Record<string, Action> => ({
  GetItem: reading('GetItem', database),
  BatchGetItem: reading('BatchGetItem', database),
  Query: reading('Query', database),
  Scan: reading('Scan', database),
  ListTables: reading('ListTables', database),
  ListTagsOfResource: reading('ListTagsOfResource', database),
  PutItem: conditional('PutItem', database),
  UpdateItem: conditional('UpdateItem', database),
  DeleteItem: conditional('DeleteItem', database),
  BatchWriteItem: writing('BatchWriteItem', database),
  TagResource: writing('TagResource', database),
  UntagResource: writing('UntagResource', database),
});
