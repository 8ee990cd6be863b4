import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../../../core/aws/aws-error.ts';
import { isObject } from '../../../../core/parameters/input.ts';
import * as dynamodb from '../../../dynamodb/operations.ts';
import type { SourceAnswer } from '../source.ts';
import { type DynamoDb, dynamoError, type Request } from './dynamodb-call.ts';
import { itemToPut } from './item-operations.ts';
import { plainItem, requestItem } from './typed-json.ts';

type Item = dynamodb.TypedItem;

/** A failed call. */
export interface Failure {
  readonly error: unknown;
  readonly requestId: string;
}

export const isFailedCondition = (error: unknown): boolean =>
  error instanceof AwsError && error.code === 'ConditionalCheckFailedException';

/**
 * The answer if the condition of a write fails: the current item as the result, and the error unless the item already is
 * what the write wants.
 * https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb-condition-expressions.html
 */
export const afterFailedCondition = async (
  db: DynamoDb,
  request: Request,
  { error, requestId }: Failure,
): Promise<SourceAnswer> => {
  const condition = isObject(request.condition) ? request.condition : {};
  const { Item } = await db.call(dynamodb.getItem, {
    TableName: db.table,
    Key: requestItem(request.key, 'key'),
    ConsistentRead: condition.consistentRead !== false,
  });
  const result = plainItem(Item);
  return isWanted(request, condition, Item) ? { result } : { result, error: dynamoError(error, requestId) };
};

const isWanted = (request: Request, { equalsIgnore }: Request, current: Item | undefined): boolean => {
  if (request.operation === 'DeleteItem') return current === undefined;
  if (request.operation !== 'PutItem' || current === undefined) return false;
  const ignored = Array.isArray(equalsIgnore) ? equalsIgnore : [];
  return isDeepStrictEqual(without(ignored, current), without(ignored, itemToPut(request)));
};

const without = (ignored: readonly unknown[], item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !ignored.includes(name)));
