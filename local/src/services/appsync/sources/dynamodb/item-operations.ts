import * as dynamodb from '../../../dynamodb/operations.ts';
import type { DynamoDb, Request } from './dynamodb-call.ts';
import { expressionParameters } from './expressions.ts';
import { plainItem, requestItem } from './typed-json.ts';

export const getItem = async (db: DynamoDb, { key, consistentRead, projection }: Request): Promise<unknown> => {
  const { Item } = await db.call(dynamodb.getItem, {
    TableName: db.table,
    Key: requestItem(key, 'key'),
    ConsistentRead: consistentRead === true,
    ...expressionParameters({ ProjectionExpression: projection }),
  });
  return plainItem(Item);
};

/** The item that a PutItem writes. */
export const itemToPut = ({ key, attributeValues }: Request): dynamodb.TypedItem => ({
  ...requestItem(attributeValues ?? {}, 'attributeValues'),
  ...requestItem(key, 'key'),
});

export const putItem = async (db: DynamoDb, request: Request): Promise<unknown> => {
  const Item = itemToPut(request);
  await db.call(dynamodb.putItem, {
    TableName: db.table,
    Item,
    ...expressionParameters({ ConditionExpression: request.condition }),
  });
  return plainItem(Item);
};

export const updateItem = async (db: DynamoDb, { key, update, condition }: Request): Promise<unknown> => {
  const { Attributes } = await db.call(dynamodb.updateItem, {
    TableName: db.table,
    Key: requestItem(key, 'key'),
    ReturnValues: 'ALL_NEW',
    ...expressionParameters({ UpdateExpression: update, ConditionExpression: condition }),
  });
  return plainItem(Attributes);
};

export const deleteItem = async (db: DynamoDb, { key, condition }: Request): Promise<unknown> => {
  const { Attributes } = await db.call(dynamodb.deleteItem, {
    TableName: db.table,
    Key: requestItem(key, 'key'),
    ReturnValues: 'ALL_OLD',
    ...expressionParameters({ ConditionExpression: condition }),
  });
  return plainItem(Attributes);
};
