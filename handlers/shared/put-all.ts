import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { writeBatches } from './write-batches.ts';

/** Items to store without a condition. `purpose` is the text that callService uses in its error message. */
export interface Puts<Item extends object> {
  readonly purpose: string;
  readonly table: string;
  readonly items: readonly Item[];
}

/**
 * Stores items; each replaces the item of the same key. Returns the items that DynamoDB did not store because it
 * throttled the call. The caller must store each of these with a single write, which the SDK retries with backoff.
 */
export async function putAll<Item extends object>(
  client: DynamoDBDocumentClient,
  { purpose, table, items }: Puts<Item>,
): Promise<readonly Item[]> {
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  const left = await writeBatches(client, { purpose, table, requests });
  return left.map(({ PutRequest }) => PutRequest?.Item as Item);
}
