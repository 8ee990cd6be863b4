import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { isOpenReview, OPEN_REVIEW_STATES, type OpenReviewState } from '../../events/states.ts';
import type { Clients } from '../clients.ts';
import { STATE_INDEX, TABLES } from '../system-names.ts';

/** An open entry of the ledger, without its task token. */
export interface PendingReview {
  readonly applicationId: string;
  readonly requestedAt: string;
  /** Undefined in entries of earlier versions. */
  readonly attempt?: number;
  readonly reviewDeadline: string;
  readonly state: OpenReviewState;
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

/** All open reviews, oldest request first. The index is eventually consistent, so the latest changes may be missing. */
export async function pendingReviews(clients: Clients): Promise<readonly PendingReview[]> {
  const found = await Promise.all(OPEN_REVIEW_STATES.map((state) => reviewsIn(clients, state)));
  return found.flat().toSorted((left, right) => (left.requestedAt < right.requestedAt ? -1 : 1));
}

async function reviewsIn({ tables }: Clients, state: OpenReviewState): Promise<readonly PendingReview[]> {
  const query = {
    TableName: TABLES.reviews,
    IndexName: STATE_INDEX,
    KeyConditionExpression: '#state = :state',
    ExpressionAttributeValues: { ':state': state },
    ...VIEW,
  };
  const found: PendingReview[] = [];
  for await (const { Items = [] } of paginateQuery({ client: tables }, query))
    found.push(...(Items as PendingReview[]));
  return found;
}

/** Reads one open review with a strongly consistent read. Undefined if the review is not open. */
export async function readPending({ tables }: Clients, applicationId: string): Promise<PendingReview | undefined> {
  const read = new GetCommand({ TableName: TABLES.reviews, Key: { applicationId }, ConsistentRead: true, ...VIEW });
  const { Item } = await tables.send(read);
  return Item !== undefined && isOpenReview(Item.state) ? (Item as PendingReview) : undefined;
}
