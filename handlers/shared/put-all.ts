import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchesOf } from './batches-of.ts';
import { callService } from './errors.ts';

/** Items to store without a condition. `purpose` is the text that callService uses in its error message. */
export interface Puts<Item extends object> {
  readonly purpose: string;
  readonly table: string;
  readonly items: readonly Item[];
}

/** Maximum number of items in one BatchWriteItem call. */
const PUTS_AT_ONCE = 25;

/**
 * Stores items; each replaces the item of the same key. Returns the items that DynamoDB did not store because it
 * throttled the call. The caller must store each of these with a single write, which the SDK retries with backoff.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export async function putAll<Item extends object>(
  client: DynamoDBDocumentClient,
  { purpose, table, items }: Puts<Item>,
): Promise<readonly Item[]> {
  const left = await Promise.all(
    batchesOf(items, PUTS_AT_ONCE).map(async (batch) => {
      const put = new BatchWriteCommand({ RequestItems: { [table]: batch.map((Item) => ({ PutRequest: { Item } })) } });
      const { UnprocessedItems } = await callService(purpose, () => client.send(put));
      return (UnprocessedItems?.[table] ?? []).map(({ PutRequest }) => PutRequest?.Item as Item);
    }),
  );
  return left.flat();
}
