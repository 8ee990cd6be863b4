import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Clients } from '../clients.ts';
import { STATE_INDEX, TABLES } from '../system-names.ts';

/** A pending entry of the ledger, without its task token. */
export interface PendingReview {
  readonly applicationId: string;
  readonly requestedAt: string;
  /** Undefined in entries of earlier versions. */
  readonly attempt?: number;
  readonly reviewDeadline: string;
  readonly state: 'PENDING';
}

const MEMBERS = [
  'applicationId',
  'requestedAt',
  'attempt',
  'reviewDeadline',
  'state',
] as const satisfies readonly (keyof PendingReview)[];

const VIEW = {
  ProjectionExpression: MEMBERS.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(MEMBERS.map((name) => [`#${name}`, name])),
};

/** All pending reviews, oldest request first. The index is eventually consistent, so the latest changes may be missing. */
export async function pendingReviews({ tables }: Clients): Promise<readonly PendingReview[]> {
  const query = {
    TableName: TABLES.reviews,
    IndexName: STATE_INDEX,
    KeyConditionExpression: '#state = :pending',
    ExpressionAttributeValues: { ':pending': 'PENDING' },
    ...VIEW,
  };
  const found: PendingReview[] = [];
  for await (const { Items = [] } of paginateQuery({ client: tables }, query))
    found.push(...(Items as PendingReview[]));
  return found;
}

/** Reads one pending review with a strongly consistent read. Undefined if the review is not pending. */
export async function readPending({ tables }: Clients, applicationId: string): Promise<PendingReview | undefined> {
  const read = new GetCommand({ TableName: TABLES.reviews, Key: { applicationId }, ConsistentRead: true, ...VIEW });
  const { Item } = await tables.send(read);
  return Item?.state === 'PENDING' ? (Item as PendingReview) : undefined;
}
