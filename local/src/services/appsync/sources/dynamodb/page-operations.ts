import { isObject } from '../../../../core/parameters/input.ts';
import * as dynamodb from '../../../dynamodb/operations.ts';
import { requestText } from '../requests.ts';
import { InvalidRequest } from '../source.ts';
import type { DynamoDb, Request } from './dynamodb-call.ts';
import { expressionParameters } from './expressions.ts';
import { plainItem } from './typed-json.ts';

export const query = (db: DynamoDb, request: Request): Promise<unknown> =>
  page(db, dynamodb.query, request, {
    ...present({ ScanIndexForward: request.scanIndexForward }),
    ...expressionParameters({
      KeyConditionExpression: request.query,
      FilterExpression: request.filter,
      ProjectionExpression: request.projection,
    }),
  });

export const scan = (db: DynamoDb, request: Request): Promise<unknown> =>
  page(db, dynamodb.scan, request, {
    ...present({ Segment: request.segment, TotalSegments: request.totalSegments }),
    ...expressionParameters({ FilterExpression: request.filter, ProjectionExpression: request.projection }),
  });

/** Reads one page of items. */
const page = async (
  db: DynamoDb,
  operation: typeof dynamodb.query,
  { index, limit, consistentRead, select, nextToken }: Request,
  parameters: object,
): Promise<unknown> => {
  const { Items, LastEvaluatedKey, ScannedCount } = await db.call(operation, {
    TableName: db.table,
    ...present({ IndexName: index, Limit: limit, ConsistentRead: consistentRead, Select: select }),
    ...present({
      ExclusiveStartKey: nextToken === undefined || nextToken === null ? undefined : startKeyOf(nextToken),
    }),
    ...parameters,
  });
  return {
    items: (Items ?? []).map(plainItem),
    nextToken: LastEvaluatedKey === undefined ? null : tokenOf(LastEvaluatedKey),
    scannedCount: ScannedCount ?? 0,
  };
};

/** The members that have a value. */
const present = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));

/** Clients keep the token and send it back unchanged. */
const tokenOf = (key: dynamodb.TypedItem): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const startKeyOf = (token: unknown): dynamodb.TypedItem => {
  const text = Buffer.from(requestText(token, 'nextToken'), 'base64url').toString('utf8');
  try {
    const key: unknown = JSON.parse(text);
    if (isObject(key)) return key;
  } catch {
    // Another text is no token, either.
  }
  throw new InvalidRequest('Invalid pagination token given.');
};
