import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { INVENTORY_TABLE, type Order, parseOrder } from '../order.ts';

interface Checked extends Order {
  readonly inventory: { readonly num_of_items: number };
}

/** Adds how many there are of what is ordered; of what nobody knows there are none. */
export async function handler(input: unknown): Promise<Checked> {
  const order = parseOrder(input);
  const read = new GetCommand({ TableName: INVENTORY_TABLE, Key: { id: order.item.id }, ConsistentRead: true });
  const { Item } = await documentClient.send(read);
  return { ...order, inventory: { num_of_items: Number(Item?.stock ?? 0) } };
}
