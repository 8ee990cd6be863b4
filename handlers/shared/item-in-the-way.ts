import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * The stored item because of which a write's condition failed. Undefined if no item is stored under the key. The write
 * must set `ReturnValuesOnConditionCheckFailure`. Unmarshalls the item, because the document client does not do this in
 * errors.
 * @throws `error` itself if it is not about a failed condition
 */
export function itemInTheWay(error: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  return error.Item && unmarshall(error.Item);
}
