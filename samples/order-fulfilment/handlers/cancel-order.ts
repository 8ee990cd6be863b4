import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { ORDERS_TABLE, type Order, parseOrder } from '../order.ts';

/** Cancels the order, also one that was marked as complete before its items turned out to be gone. */
export async function handler(input: unknown): Promise<Order> {
  const order = parseOrder(input);
  const update = new UpdateCommand({
    TableName: ORDERS_TABLE,
    Key: { orderId: order.orderId },
    UpdateExpression: 'SET #state = :cancelled, #item = :item',
    ConditionExpression: 'attribute_not_exists(taken)',
    ExpressionAttributeNames: { '#state': 'state', '#item': 'item' },
    ExpressionAttributeValues: { ':cancelled': 'CANCELLED', ':item': order.item },
  });
  await documentClient.send(update);
  return order;
}
