import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { isConditionFailure } from '../../../handlers/shared/errors.ts';
import { ORDERS_TABLE, type Order, parseOrder } from '../order.ts';

/** Marks the order as complete, unless it was cancelled meanwhile: the other branch may be faster. */
export async function handler(input: unknown): Promise<Order> {
  const order = parseOrder(input);
  const update = new UpdateCommand({
    TableName: ORDERS_TABLE,
    Key: { orderId: order.orderId },
    UpdateExpression: 'SET #state = :complete, #item = :item',
    ConditionExpression: 'attribute_not_exists(#state) OR #state = :complete',
    ExpressionAttributeNames: { '#state': 'state', '#item': 'item' },
    ExpressionAttributeValues: { ':complete': 'COMPLETE', ':item': order.item },
  });
  try {
    await documentClient.send(update);
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
  return order;
}
