import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { INVENTORY_TABLE, type Order, parseOrder } from '../order.ts';

interface Checked extends Order {
  readonly inventory: { readonly num_of_items: number };
}

/** Adds the number of items in stock to the order. An unknown item has a stock of 0. */
export async function handler(input: unknown): Promise<Checked> {
  const order = parseOrder(input);
  const read = new GetCommand({ TableName: INVENTORY_TABLE, Key: { id: order.item.id }, ConsistentRead: true });
  const { Item } = await documentClient.send(read);
  return { ...order, inventory: { num_of_items: Number(Item?.stock ?? 0) } };
}
