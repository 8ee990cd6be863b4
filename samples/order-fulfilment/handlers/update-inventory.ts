import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { INVENTORY_TABLE, ORDERS_TABLE, type Order, parseOrder } from '../order.ts';

/** Thrown if another order has taken the items since the check. The workflow then cancels this order. */
export class OutOfStockException extends Error {
  override readonly name = 'OutOfStockException';
}

/** Takes the items from the stock. A repeated call for the same order changes nothing. @throws OutOfStockException */
export async function handler(input: unknown): Promise<Order> {
  const order = parseOrder(input);
  const { orderId, item } = order;
  const take = {
    TableName: INVENTORY_TABLE,
    Key: { id: item.id },
    UpdateExpression: 'SET stock = stock - :count',
    ConditionExpression: 'stock >= :count',
    ExpressionAttributeValues: { ':count': item.num_of_items },
  };
  const note = {
    TableName: ORDERS_TABLE,
    Key: { orderId },
    UpdateExpression: 'SET taken = :count',
    ConditionExpression: 'attribute_not_exists(taken)',
    ExpressionAttributeValues: { ':count': item.num_of_items },
  };
  try {
    await documentClient.send(new TransactWriteCommand({ TransactItems: [{ Update: take }, { Update: note }] }));
  } catch (error) {
    const [stock, taken] = reasonsOf(error);
    if (taken === FAILED) return order;
    if (stock === FAILED) throw new OutOfStockException(`Fewer than ${item.num_of_items} of ${item.id} are left.`);
    throw error;
  }
  return order;
}

const FAILED = 'ConditionalCheckFailed';

/** Cancellation reason of each write in a failed DynamoDB transaction, in the order of the writes. */
function reasonsOf(error: unknown): readonly (string | undefined)[] {
  const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { readonly Code?: string }[] };
  return CancellationReasons.map(({ Code }) => Code);
}
