import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchesOf } from '../batches-of.ts';
import { callService, TryAgainException } from '../errors.ts';
import type { IndexEntry } from './terms.ts';

/** Writes to the applicant index. Both methods may be repeated. */
export interface ApplicantIndexWriter {
  /** @throws TryAgainException if only some entries were added */
  add(entries: readonly IndexEntry[], applicationId: string): Promise<void>;
  /** @throws TryAgainException if only some entries were removed */
  remove(entries: readonly IndexEntry[]): Promise<void>;
}

/** Maximum number of items in one BatchWriteItem call. */
const WRITES_AT_ONCE = 25;

type WriteRequest = NonNullable<NonNullable<BatchWriteCommand['input']['RequestItems']>[string]>[number];

/** The table `applicant-index`: key `term` and `entry`. */
export function createIndexWriter(client: DynamoDBDocumentClient, table: string): ApplicantIndexWriter {
  const write = async (requests: readonly WriteRequest[]) => {
    for (const batch of batchesOf(requests, WRITES_AT_ONCE)) {
      const command = new BatchWriteCommand({ RequestItems: { [table]: batch } });
      const { UnprocessedItems } = await callService('Writing the applicant index', () => client.send(command));
      if ((UnprocessedItems?.[table] ?? []).length > 0)
        throw new TryAgainException('DynamoDB throttled the writes to the applicant index.');
    }
  };
  return {
    add: (entries, applicationId) =>
      write(entries.map((entry) => ({ PutRequest: { Item: { ...entry, applicationId } } }))),
    remove: (entries) => write(entries.map(({ term, entry }) => ({ DeleteRequest: { Key: { term, entry } } }))),
  };
}
