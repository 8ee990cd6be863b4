import { AwsError } from '../../../../core/aws/aws-error.ts';
import { isObject } from '../../../../core/parameters/input.ts';
import * as dynamodb from '../../../dynamodb/operations.ts';
import { requestList, requestObject, requestText, unsupportedOperation } from '../requests.ts';
import type { DynamoDb, Request } from './dynamodb-call.ts';
import { expressionParameters } from './expressions.ts';
import { itemToPut } from './item-operations.ts';
import { plainItem, requestItem } from './typed-json.ts';

const itemsOf = ({ transactItems }: Request): readonly Request[] =>
  requestList(transactItems, 'transactItems').map((item) => requestObject(item, 'An item of transactItems'));

const tableOf = ({ table }: Request): string => requestText(table, 'table');

/** Reads items in one consistent view. The result has their order; a missing item is null. */
export const transactGetItems = async (db: DynamoDb, request: Request): Promise<unknown> => {
  const TransactItems = itemsOf(request).map((item) => ({
    Get: {
      TableName: tableOf(item),
      Key: requestItem(item.key, 'key'),
      ...expressionParameters({ ProjectionExpression: item.projection }),
    },
  }));
  const { Responses } = await db.call(dynamodb.transactGetItems, { TransactItems });
  return { items: Responses.map(({ Item }) => plainItem(Item)), cancellationReasons: null };
};

type Write = (item: Request) => { readonly [parameter: string]: unknown };

const byKey: Write = ({ key }) => ({ Key: requestItem(key, 'key') });

const WRITES = new Map<unknown, { readonly member: string; readonly write: Write }>([
  ['PutItem', { member: 'Put', write: (item) => ({ Item: itemToPut(item) }) }],
  ['UpdateItem', { member: 'Update', write: byKey }],
  ['DeleteItem', { member: 'Delete', write: byKey }],
  ['ConditionCheck', { member: 'ConditionCheck', write: byKey }],
]);

/** Writes items in one transaction. The result has their keys. */
export const transactWriteItems = async (db: DynamoDb, request: Request): Promise<unknown> => {
  const items = itemsOf(request);
  await db.call(dynamodb.transactWriteItems, { TransactItems: items.map(writeOf) });
  return { keys: items.map(({ key }) => plainItem(requestItem(key, 'key'))), cancellationReasons: null };
};

const writeOf = (item: Request): object => {
  const found = WRITES.get(item.operation);
  if (!found) throw unsupportedOperation(item.operation, [...WRITES.keys()].map(String));
  const returnsItem = !isObject(item.condition) || item.condition.returnValuesOnConditionCheckFailure !== false;
  return {
    [found.member]: {
      TableName: tableOf(item),
      ...found.write(item),
      ...expressionParameters({ UpdateExpression: item.update, ConditionExpression: item.condition }),
      ReturnValuesOnConditionCheckFailure: returnsItem ? 'ALL_OLD' : 'NONE',
    },
  };
};

/** The result beside the error of a transaction that was cancelled; null for other errors. */
export const cancelledResult = (operation: unknown, error: unknown): unknown => {
  if (!(error instanceof AwsError) || !Array.isArray(error.fields.CancellationReasons)) return null;
  const cancellationReasons = error.fields.CancellationReasons.map((reason: Reason) => ({
    type: reason.Code,
    message: reason.Message ?? 'None',
    ...(reason.Item && { item: plainItem(reason.Item) }),
  }));
  return operation === 'TransactGetItems' ? { items: null, cancellationReasons } : { keys: null, cancellationReasons };
};

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: dynamodb.TypedItem;
}
