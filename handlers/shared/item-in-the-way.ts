import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * The existing item that made a write's condition fail; undefined if there is none. The write must set
 * `ReturnValuesOnConditionCheckFailure`. The document client does not unmarshall items in errors, so this function does.
 * @throws `error` itself if it is any other error
 */
export function itemInTheWay(error: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  return error.Item && unmarshall(error.Item);
}
