import { unsupportedOperation } from '../requests.ts';
import { InvalidRequest, type SourceAnswer, type SourceCall } from '../source.ts';
import { batchDeleteItem, batchGetItem, batchPutItem } from './batch-operations.ts';
import { type DynamoDb, dynamoDb, dynamoError, type Request } from './dynamodb-call.ts';
import { afterFailedCondition, type Failure, isFailedCondition } from './failed-condition.ts';
import { deleteItem, getItem, putItem, updateItem } from './item-operations.ts';
import { query, scan } from './page-operations.ts';
import { cancelledResult, transactGetItems, transactWriteItems } from './transact-operations.ts';

/** Performs an operation, and returns its result in plain JSON. Throws AwsError and InvalidRequest. */
type Perform = (db: DynamoDb, request: Request) => Promise<unknown>;

const OPERATIONS: ReadonlyMap<unknown, Perform> = new Map(
  Object.entries({
    GetItem: getItem,
    PutItem: putItem,
    UpdateItem: updateItem,
    DeleteItem: deleteItem,
    Query: query,
    Scan: scan,
    BatchGetItem: batchGetItem,
    BatchPutItem: batchPutItem,
    BatchDeleteItem: batchDeleteItem,
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
  }),
);

/** Members of requests for tables with versions, which AppSync keeps for offline clients. */
const OF_VERSIONS = ['_version', 'customPartitionKey', 'populateIndexFields'];

/**
 * Calls DynamoDB.
 * https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html
 */
export const callDynamoDb = async (call: SourceCall<'AMAZON_DYNAMODB'>): Promise<SourceAnswer> => {
  const { request, kernel } = call;
  const perform = OPERATIONS.get(request.operation);
  if (!perform) throw unsupportedOperation(request.operation, [...OPERATIONS.keys()].map(String));
  const unsupported = OF_VERSIONS.find((name) => Object.hasOwn(request, name));
  if (unsupported) throw new InvalidRequest(`${unsupported} is not supported locally`);
  const db = dynamoDb(call);
  try {
    return { result: await perform(db, request) };
  } catch (error) {
    if (error instanceof InvalidRequest) throw error;
    return failed(db, request, { error, requestId: kernel.ids.uuid() });
  }
};

const failed = async (db: DynamoDb, request: Request, { error, requestId }: Failure): Promise<SourceAnswer> => {
  try {
    if (isFailedCondition(error)) return await afterFailedCondition(db, request, { error, requestId });
  } catch (readError) {
    return { result: null, error: dynamoError(readError, requestId) };
  }
  return { result: cancelledResult(request.operation, error), error: dynamoError(error, requestId) };
};
