import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TryAgainException } from '../errors.ts';
import { type WriteRequest, writeBatches } from '../write-batches.ts';
import type { IndexEntry } from './terms.ts';

/** Writes to the applicant index. Both methods may be repeated. */
export interface ApplicantIndexWriter {
  /** @throws TryAgainException if only some entries were added */
  add(entries: readonly IndexEntry[], applicationId: string): Promise<void>;
  /** @throws TryAgainException if only some entries were removed */
  remove(entries: readonly IndexEntry[]): Promise<void>;
}

/** The table `applicant-index`: key `term` and `entry`. */
export function createIndexWriter(client: DynamoDBDocumentClient, table: string): ApplicantIndexWriter {
  const write = async (requests: readonly WriteRequest[]) => {
    const left = await writeBatches(client, { purpose: 'Writing the applicant index', table, requests });
    if (left.length > 0) throw new TryAgainException('DynamoDB throttled the writes to the applicant index.');
  };
  return {
    add: (entries, applicationId) =>
      write(entries.map((entry) => ({ PutRequest: { Item: { ...entry, applicationId } } }))),
    remove: (entries) => write(entries.map(({ term, entry }) => ({ DeleteRequest: { Key: { term, entry } } }))),
  };
}
