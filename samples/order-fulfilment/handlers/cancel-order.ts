import { type Order, parseOrder } from '../order.ts';
import { setState } from '../set-state.ts';

/** Cancels the order, even if the parallel branch has already marked the order as complete. */
export async function handler(input: unknown): Promise<Order> {
  const order = parseOrder(input);
  await setState(order, 'CANCELLED', 'attribute_not_exists(taken)');
  return order;
}
