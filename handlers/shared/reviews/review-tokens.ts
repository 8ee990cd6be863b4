import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { callService, TryAgainException } from '../errors.ts';
import { readBatches } from '../read-batches.ts';
import type { RequestInEntry } from './entry.ts';
import { fingerprintOf } from './token-fingerprint.ts';

/**
 * Reads the table of task tokens. Only the functions that answer or renew a task may read it. A token that does not
 * have the fingerprint of the entry belongs to another request and is not returned.
 */
export function createReviewTokens(client: DynamoDBDocumentClient, table: string) {
  return {
    find: async (entry: RequestInEntry): Promise<string | undefined> => {
      const { applicationId } = entry;
      const read = new GetCommand({ TableName: table, Key: { applicationId }, ConsistentRead: true });
      const { Item } = await callService(READING, () => client.send(read));
      return tokenOf(entry, Item);
    },
    /**
     * Reads the tokens of entries, by application id.
     * @throws TryAgainException if DynamoDB did not read all of them
     */
    findAll: async (entries: readonly RequestInEntry[]): Promise<ReadonlyMap<string, string>> => {
      const keys = entries.map(({ applicationId }) => ({ applicationId }));
      const { items, unread } = await readBatches(client, { purpose: READING, table, keys });
      if (unread.length > 0) throw new TryAgainException('DynamoDB did not read all task tokens.');
      const byId = new Map(items.map((item) => [item.applicationId, item]));
      const found = entries.map(
        (entry) => [entry.applicationId, tokenOf(entry, byId.get(entry.applicationId))] as const,
      );
      return new Map(found.flatMap(([id, token]) => (token === undefined ? [] : [[id, token]])));
    },
  };
}

const READING = 'Reading the task token';

/** Entries of earlier versions have their token themselves. */
function tokenOf({ tokenFingerprint, taskToken }: RequestInEntry, item: object | undefined): string | undefined {
  const token = item !== undefined && 'taskToken' in item ? String(item.taskToken) : taskToken;
  return token !== undefined && fingerprintOf(token) === tokenFingerprint ? token : undefined;
}
