import { requiredEnv } from '../../handlers/shared/env.ts';

/** Input of the state machine. */
export interface Order {
  readonly orderId: string;
  readonly item: { readonly id: string; readonly num_of_items: number };
}

export const INVENTORY_TABLE = requiredEnv('INVENTORY_TABLE');
export const ORDERS_TABLE = requiredEnv('ORDERS_TABLE');

/** @throws TypeError with the name of a member that is missing or has the wrong type */
export function parseOrder(input: unknown): Order {
  const { orderId, item } = (input ?? {}) as Partial<Order>;
  if (typeof orderId !== 'string' || orderId === '') throw new TypeError('orderId must be a text.');
  if (typeof item?.id !== 'string') throw new TypeError('item.id must be a text.');
  if (!Number.isInteger(item.num_of_items) || item.num_of_items < 1)
    throw new TypeError('item.num_of_items must be a whole number from 1.');
  return { orderId, item: { id: item.id, num_of_items: item.num_of_items } };
}
