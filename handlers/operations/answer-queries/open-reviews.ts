import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { OPEN_REVIEW_STATES, type OpenReviewState } from '../../../events/states.ts';
import { callService } from '../../shared/errors.ts';
import { INDEXES } from './contract.ts';

/** The open reviews in figures. */
interface OpenReviews {
  readonly count: number;
  /** The user name in each claim that is in force. */
  readonly claimedBy: readonly string[];
}

export type ReadOpenReviews = (now: Date) => Promise<OpenReviews>;

/**
 * Reads the figures from the index: DynamoDB returns only the claims, and says how many reviews it has read. Eventually
 * consistent.
 */
export function createOpenReviews(client: DynamoDBDocumentClient, table: string): ReadOpenReviews {
  const inState = async (state: OpenReviewState, now: Date): Promise<OpenReviews> => {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        IndexName: INDEXES.byDueDate,
        KeyConditionExpression: '#state = :state',
        FilterExpression: '#claim.#until > :now',
        ProjectionExpression: '#claim.#reviewer',
        ExpressionAttributeNames: { '#state': 'state', '#claim': 'claim', '#until': 'until', '#reviewer': 'reviewer' },
        ExpressionAttributeValues: { ':state': state, ':now': now.toISOString() },
      },
    );
    let count = 0;
    const claimedBy: string[] = [];
    for await (const { Items = [], ScannedCount = 0 } of pages) {
      count += ScannedCount;
      claimedBy.push(...Items.map(({ claim }) => String(claim.reviewer)));
    }
    return { count, claimedBy };
  };
  return async (now) => {
    const states = await callService('Counting the reviews', () =>
      Promise.all(OPEN_REVIEW_STATES.map((state) => inState(state, now))),
    );
    return {
      count: states.reduce((sum, { count }) => sum + count, 0),
      claimedBy: states.flatMap(({ claimedBy }) => claimedBy),
    };
  };
}
