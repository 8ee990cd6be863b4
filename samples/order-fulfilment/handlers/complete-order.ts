import { isConditionFailure } from '../../../handlers/shared/errors.ts';
import { type Order, parseOrder } from '../order.ts';
import { setState } from '../set-state.ts';

/** Marks the order as complete, unless the parallel branch has cancelled it. */
export async function handler(input: unknown): Promise<Order> {
  const order = parseOrder(input);
  try {
    await setState(order, 'COMPLETE', 'attribute_not_exists(#state) OR #state = :state');
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
  return order;
}
