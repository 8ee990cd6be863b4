import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type WriteRequest, writeAll } from '../write-batches.ts';
import type { IndexEntry } from './terms.ts';

/** An item of the applicant index: the entry of one application. */
export type IndexItem = IndexEntry & { readonly applicationId: string };

/** Writes to the applicant index. Both methods may be repeated. */
export interface ApplicantIndexWriter {
  /** @throws TryAgainException if only some entries were added */
  add(items: readonly IndexItem[]): Promise<void>;
  /** @throws TryAgainException if only some entries were removed */
  remove(entries: readonly IndexEntry[]): Promise<void>;
}

/** The table `applicant-index`: key `term` and `entry`. */
export function createIndexWriter(client: DynamoDBDocumentClient, table: string): ApplicantIndexWriter {
  const write = (requests: readonly WriteRequest[]) =>
    writeAll(client, { purpose: 'Writing the applicant index', table, requests });
  return {
    add: (items) => write(items.map((Item) => ({ PutRequest: { Item } }))),
    remove: (entries) => write(entries.map(({ term, entry }) => ({ DeleteRequest: { Key: { term, entry } } }))),
  };
}
