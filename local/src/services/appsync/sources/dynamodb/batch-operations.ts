import { isDeepStrictEqual } from 'node:util';
import * as dynamodb from '../../../dynamodb/operations.ts';
import { requestList, requestObject } from '../requests.ts';
import type { DynamoDb, Request } from './dynamodb-call.ts';
import { expressionParameters } from './expressions.ts';
import { plainItem, requestItem } from './typed-json.ts';

type Item = dynamodb.TypedItem;
type Tables<T> = { readonly [table: string]: T };

/** Converts what `tables` has for each table. */
const ofTables = <From, To>(tables: Tables<From>, convert: (given: From, table: string) => To): Tables<To> =>
  Object.fromEntries(Object.entries(tables).map(([table, given]) => [table, convert(given, table)]));

const itemsOf = (list: unknown, name: string): readonly Item[] =>
  requestList(list, name).map((each) => requestItem(each, name));

/** Reads items. The result of each table has the order of its keys; a missing item is null. */
export const batchGetItem = async (db: DynamoDb, request: Request): Promise<unknown> => {
  const requested = ofTables(requestObject(request.tables, 'tables'), (given, table) => {
    const { keys, consistentRead, projection } = requestObject(given, table);
    return {
      Keys: itemsOf(keys, `${table}.keys`),
      ConsistentRead: consistentRead === true,
      ...expressionParameters({ ProjectionExpression: projection }),
    };
  });
  const { Responses = {}, UnprocessedKeys = {} } = await db.call(dynamodb.batchGetItem, { RequestItems: requested });
  return {
    data: ofTables(requested, ({ Keys }, table) => inOrder(Keys, Responses[table] ?? [])),
    unprocessedKeys: ofTables(requested, (_, table) => (UnprocessedKeys[table]?.Keys ?? []).map(plainItem)),
  };
};

/** Items without the attributes of the key, which a projection can omit, stay in the order of DynamoDB. */
const inOrder = (keys: readonly Item[], items: readonly Item[]): readonly unknown[] => {
  const found = keys.map((key) => items.find((item) => hasKey(item, key)));
  return (new Set(found).has(undefined) && found.filter(Boolean).length < items.length ? items : found).map(plainItem);
};

const hasKey = (item: Item, key: Item): boolean =>
  Object.entries(key).every(([name, value]) => isDeepStrictEqual(item[name], value));

type Write = 'PutRequest' | 'DeleteRequest';

const batchWrite = async (db: DynamoDb, request: Request, kind: Write) => {
  const requested = ofTables(requestObject(request.tables, 'tables'), itemsOf);
  const member = kind === 'PutRequest' ? 'Item' : 'Key';
  const requests = ofTables(requested, (items) => items.map((item) => ({ [kind]: { [member]: item } })));
  const { UnprocessedItems = {} } = await db.call(dynamodb.batchWriteItem, { RequestItems: requests });
  const open = ofTables(requested, (_, table) =>
    (UnprocessedItems[table] ?? []).map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key),
  );
  const data = ofTables(requested, (items, table) =>
    items.map((item) => (open[table]?.some((each) => isDeepStrictEqual(each, item)) ? null : plainItem(item))),
  );
  return { data, open: ofTables(open, (items) => items.map(plainItem)) };
};

/** Writes items. The result of each table has the written items; null stands for one that was not written. */
export const batchPutItem = async (db: DynamoDb, request: Request): Promise<unknown> => {
  const { data, open } = await batchWrite(db, request, 'PutRequest');
  return { data, unprocessedItems: open };
};

/** Deletes items. The result of each table has the keys; null stands for one that was not deleted. */
export const batchDeleteItem = async (db: DynamoDb, request: Request): Promise<unknown> => {
  const { data, open } = await batchWrite(db, request, 'DeleteRequest');
  return { data, unprocessedKeys: open };
};
