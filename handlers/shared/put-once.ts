import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from './errors.ts';
import { itemInTheWay } from './item-in-the-way.ts';

/** An item to store. `key` is the name of the table's key attribute; `purpose`: see callService. */
export interface Once<Item extends object> {
  readonly purpose: string;
  readonly table: string;
  readonly key: keyof Item & string;
  readonly item: Item;
}

/** Stores an item if its key is new. Returns the item that is then in the table: this one or an earlier one. */
export async function putOnce<Item extends object>(
  client: DynamoDBDocumentClient,
  { purpose, table, key, item }: Once<Item>,
): Promise<Item> {
  const put = new PutCommand({
    TableName: table,
    Item: item,
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': key },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await callService(purpose, () => client.send(put));
    return item;
  } catch (error) {
    const stored = itemInTheWay(error);
    if (stored === undefined) throw error;
    return stored as Item;
  }
}
