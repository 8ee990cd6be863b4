import { type Order, parseOrder } from '../order.ts';
import { setState } from '../set-state.ts';

/** Cancels the order, also if the parallel branch has marked it as complete before the stock ran out. */
export async function handler(input: unknown): Promise<Order> {
  const order = parseOrder(input);
  await setState(order, 'CANCELLED', 'attribute_not_exists(taken)');
  return order;
}
