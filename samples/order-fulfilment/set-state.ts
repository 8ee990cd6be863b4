import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../handlers/shared/document-client.ts';
import { ORDERS_TABLE, type Order } from './order.ts';

/** Sets an order's state. Rejects with ConditionalCheckFailedException if the condition is false. */
export async function setState({ orderId, item }: Order, state: string, condition: string): Promise<void> {
  const update = new UpdateCommand({
    TableName: ORDERS_TABLE,
    Key: { orderId },
    UpdateExpression: 'SET #state = :state, #item = :item',
    ConditionExpression: condition,
    ExpressionAttributeNames: { '#state': 'state', '#item': 'item' },
    ExpressionAttributeValues: { ':state': state, ':item': item },
  });
  await documentClient.send(update);
}
