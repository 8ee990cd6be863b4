import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchesOf } from './batches-of.ts';
import { callService, TryAgainException } from './errors.ts';

/** A put or a delete, without a condition. */
export type WriteRequest = NonNullable<NonNullable<BatchWriteCommand['input']['RequestItems']>[string]>[number];

/** Writes to one table. `purpose` is the text that callService uses in its error message. */
export interface Writes {
  readonly purpose: string;
  readonly table: string;
  readonly requests: readonly WriteRequest[];
}

/** Maximum number of items in one BatchWriteItem call. */
const WRITES_AT_ONCE = 25;

/**
 * Puts and deletes any number of items. Returns the requests that DynamoDB did not carry out because it throttled the call.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export async function writeBatches(
  client: DynamoDBDocumentClient,
  { purpose, table, requests }: Writes,
): Promise<readonly WriteRequest[]> {
  const left = await Promise.all(
    batchesOf(requests, WRITES_AT_ONCE).map(async (batch) => {
      const write = new BatchWriteCommand({ RequestItems: { [table]: batch } });
      const { UnprocessedItems } = await callService(purpose, () => client.send(write));
      return UnprocessedItems?.[table] ?? [];
    }),
  );
  return left.flat();
}

/** Like `writeBatches`. @throws TryAgainException if DynamoDB carried out only some of the requests */
export async function writeAll(client: DynamoDBDocumentClient, writes: Writes): Promise<void> {
  const left = await writeBatches(client, writes);
  if (left.length > 0) throw new TryAgainException(`${writes.purpose}: DynamoDB throttled some of the writes.`);
}
