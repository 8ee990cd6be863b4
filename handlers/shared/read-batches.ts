import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchesOf } from './batches-of.ts';
import { callService } from './errors.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Reads from one table. `purpose` is the text that callService uses in its error message. */
interface Reads<Key extends Attributes> {
  readonly purpose: string;
  readonly table: string;
  readonly keys: readonly Key[];
}

interface ReadItems<Key extends Attributes> {
  /** The items in any order. Keys without an item are missing. */
  readonly items: readonly Attributes[];
  /** The keys that DynamoDB did not read because it throttled the call. */
  readonly unread: readonly Key[];
}

/** Maximum number of keys in one BatchGetItem call. */
const READS_AT_ONCE = 100;

/**
 * Strongly consistent reads of any number of items by their keys.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export async function readBatches<Key extends Attributes>(
  client: DynamoDBDocumentClient,
  { purpose, table, keys }: Reads<Key>,
): Promise<ReadItems<Key>> {
  const read = await Promise.all(
    batchesOf(keys, READS_AT_ONCE).map(async (batch) => {
      const command = new BatchGetCommand({ RequestItems: { [table]: { Keys: batch, ConsistentRead: true } } });
      return callService(purpose, () => client.send(command));
    }),
  );
  return {
    items: read.flatMap(({ Responses }) => Responses?.[table] ?? []),
    unread: read.flatMap(({ UnprocessedKeys }) => (UnprocessedKeys?.[table]?.Keys ?? []) as Key[]),
  };
}
