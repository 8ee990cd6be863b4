import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * The item because of which a write's condition did not hold; undefined when there is none. The write has to ask for it,
 * by `ReturnValuesOnConditionCheckFailure`; the document client leaves items in errors as DynamoDB has them.
 * @throws `error` itself when it is any other
 */
export function itemInTheWay(error: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  return error.Item && unmarshall(error.Item);
}
