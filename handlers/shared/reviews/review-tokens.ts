import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { callService, TryAgainException } from '../errors.ts';
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
     * Reads the tokens of at most 100 entries, the limit of BatchGetItem, by application id.
     * @throws TryAgainException if DynamoDB did not read all of them
     */
    findAll: async (entries: readonly RequestInEntry[]): Promise<ReadonlyMap<string, string>> => {
      const keys = entries.map(({ applicationId }) => ({ applicationId }));
      const read = new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } });
      const { Responses, UnprocessedKeys } = await callService(READING, () => client.send(read));
      if (UnprocessedKeys?.[table] !== undefined) throw new TryAgainException('DynamoDB did not read all task tokens.');
      const items = new Map(Responses?.[table]?.map((item) => [item.applicationId, item]));
      const found = entries.map(
        (entry) => [entry.applicationId, tokenOf(entry, items.get(entry.applicationId))] as const,
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
