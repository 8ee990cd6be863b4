import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from './errors.ts';
import { itemInTheWay } from './item-in-the-way.ts';

/** What is to be stored, and where; `key` names the table's key. `purpose` as in `callService`. */
export interface Once<Item extends object> {
  readonly purpose: string;
  readonly table: string;
  readonly key: keyof Item & string;
  readonly item: Item;
}

/** Stores an item unless there is one under its key, and answers the one that is stored. */
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
