import { type Order, parseOrder } from '../order.ts';
import { setState } from '../set-state.ts';

/** Cancels the order, also one that was marked as complete before its items turned out to be gone. */
export async function handler(input: unknown): Promise<Order> {
  const order = parseOrder(input);
  await setState(order, 'CANCELLED', 'attribute_not_exists(taken)');
  return order;
}
