import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { expiryAfter } from '../../shared/expiry.ts';
import { TOKEN_EXPIRES_AT } from '../../shared/reviews/contract.ts';
import {
  beginReview,
  exchangeRound,
  exchangeRun,
  exchangeToken,
  type IncomingReview,
} from '../../shared/reviews/entry-updates.ts';
import { type EntryUpdate, updateInput } from '../../shared/reviews/expressions.ts';
import type { IncomingReviewLedger } from './ports.ts';

export interface IncomingReviewTables {
  readonly reviews: string;
  readonly tokens: string;
}

/**
 * Stores review requests: the entry in the ledger and its task token in the table of tokens, in one transaction. Each
 * update of the entry has a condition; if it fails, neither is changed.
 */
export function createIncomingReviews(
  client: DynamoDBDocumentClient,
  { reviews, tokens }: IncomingReviewTables,
): IncomingReviewLedger {
  return {
    keepNewest: async (review) => {
      const store = (update: EntryUpdate) =>
        isWritten(client, { Update: updateInput(reviews, update) }, { Put: tokenItem(tokens, review) });
      const begin = () => store(beginReview(review));
      const exchange = () => store(exchangeToken(review));
      // The repetitions are needed if a concurrent message or outcome opens or ends the entry between two attempts.
      const isStored =
        (await begin()) ||
        (await exchange()) ||
        (await begin()) ||
        (await exchange()) ||
        ((review.round ?? 0) > 0 && (await store(exchangeRound(review)))) ||
        (await store(exchangeRun(review)));
      return isStored ? 'STORED' : 'KNOWN';
    },
  };
}

/** Days after the review deadline at which DynamoDB deletes the token. The wait has ended then. */
const KEPT_DAYS = 1;

function tokenItem(TableName: string, { applicationId, taskToken, reviewDeadline }: IncomingReview) {
  return {
    TableName,
    Item: { applicationId, taskToken, [TOKEN_EXPIRES_AT]: expiryAfter(new Date(reviewDeadline), KEPT_DAYS) },
  };
}

type TransactItem = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>[number];

/** False if the condition of one of the writes failed. */
async function isWritten(client: DynamoDBDocumentClient, ...writes: readonly TransactItem[]): Promise<boolean> {
  try {
    const command = new TransactWriteCommand({ TransactItems: [...writes] });
    await callService('Storing the review request', () => client.send(command));
    return true;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
    if (reasons?.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
    throw error;
  }
}
