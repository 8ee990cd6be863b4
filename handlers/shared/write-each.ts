import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { batchesOf } from './batches-of.ts';
import { callService } from './errors.ts';
import { itemInTheWay } from './item-in-the-way.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A conditional write. It must set `ReturnValuesOnConditionCheckFailure`. */
export type ConditionalWrite =
  | { readonly Put: NonNullable<TransactItem['Put']> }
  | { readonly Update: NonNullable<TransactItem['Update']> };

/**
 * Result of one write. REFUSED: the condition failed; `item` is the stored item, or undefined if the key has no item.
 * UNDECIDED: nothing was written, because another write to the item was in progress or DynamoDB throttled the call.
 */
export type Written =
  | { readonly kind: 'WRITTEN' | 'UNDECIDED' }
  | { readonly kind: 'REFUSED'; readonly item: Readonly<Record<string, unknown>> | undefined };

/** Maximum number of actions in one transaction. */
const WRITES_AT_ONCE = 100;

/**
 * Makes conditional writes to different items. A write that fails does not affect the others. The results have the
 * order of the writes. A single write is a plain PutItem or UpdateItem call. Several writes are one transaction, which
 * costs twice the write units. If DynamoDB refuses some of the writes, the transaction is repeated without them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export async function writeEach(
  client: DynamoDBDocumentClient,
  purpose: string,
  writes: readonly ConditionalWrite[],
): Promise<readonly Written[]> {
  const [first, ...others] = writes;
  if (first !== undefined && others.length === 0) return [await writeOne(client, purpose, first)];
  const batches = batchesOf(writes, WRITES_AT_ONCE);
  const written = await Promise.all(batches.map((batch) => writeBatch(client, purpose, batch)));
  return written.flat();
}

async function writeOne(client: DynamoDBDocumentClient, purpose: string, write: ConditionalWrite): Promise<Written> {
  try {
    await callService(purpose, async () => {
      if ('Put' in write) await client.send(new PutCommand(write.Put));
      else await client.send(new UpdateCommand(write.Update));
    });
    return { kind: 'WRITTEN' };
  } catch (error) {
    return { kind: 'REFUSED', item: itemInTheWay(error) };
  }
}

async function writeBatch(
  client: DynamoDBDocumentClient,
  purpose: string,
  writes: readonly ConditionalWrite[],
): Promise<readonly Written[]> {
  const results = new Map<ConditionalWrite, Written>();
  for (let open = [...writes]; open.length > 0; open = open.filter((write) => !results.has(write))) {
    const outcomes = await writeTogether(client, purpose, open);
    for (const [index, write] of open.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) results.set(write, outcome);
    }
  }
  return writes.map((write) => results.get(write) ?? { kind: 'UNDECIDED' });
}

/**
 * Makes one transaction. If other writes caused its cancellation, the result of a write is undefined: repeat the write.
 */
async function writeTogether(
  client: DynamoDBDocumentClient,
  purpose: string,
  writes: readonly ConditionalWrite[],
): Promise<readonly (Written | undefined)[]> {
  try {
    await callService(purpose, () => client.send(new TransactWriteCommand({ TransactItems: [...writes] })));
    return writes.map(() => ({ kind: 'WRITTEN' }));
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
    if (reasons === undefined || reasons.every(({ Code }) => Code === 'None')) throw error;
    return reasons.map(({ Code, Item }) => {
      if (Code === 'None') return undefined;
      if (Code !== 'ConditionalCheckFailed') return { kind: 'UNDECIDED' };
      return { kind: 'REFUSED', item: Item && unmarshall(Item) };
    });
  }
}
