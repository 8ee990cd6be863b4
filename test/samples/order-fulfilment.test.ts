import { ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ended, type System, startSystem } from '../support/system.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:order-fulfilment';

let system: System;
beforeAll(async () => {
  system = await startSystem('--samples');
});
afterAll(() => system?.kill());

const stock = (id: string, count: number) =>
  system.tables.send(new PutCommand({ TableName: 'inventory', Item: { id, stock: count } }));

const itemIn = async (TableName: string, Key: Record<string, string>) =>
  (await system.tables.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

/** Starts an order. Resolves after the end of its execution. */
const order = async (orderId: string, id: string, count: unknown, name = orderId) => {
  const input = JSON.stringify({ orderId, item: { id, num_of_items: count } });
  const { executionArn = '' } = await system.sfn.send(
    new StartExecutionCommand({ stateMachineArn: MACHINE, name, input }),
  );
  return ended(system, executionArn);
};

describe('An order', () => {
  test('of available items is completed and reduces the stock by the ordered quantity', async () => {
    await stock('plate', 10);
    expect((await order('o-1', 'plate', 3)).status).toBe('SUCCEEDED');
    expect(await itemIn('orders', { orderId: 'o-1' })).toMatchObject({ state: 'COMPLETE', taken: 3 });
    expect(await itemIn('inventory', { id: 'plate' })).toEqual({ id: 'plate', stock: 7 });
  });

  test('that is sent twice reduces the stock once', async () => {
    await stock('cup', 10);
    const [first, second] = await Promise.all([order('o-2', 'cup', 4, 'o-2-a'), order('o-2', 'cup', 4, 'o-2-b')]);
    expect([first.status, second.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await itemIn('inventory', { id: 'cup' })).toEqual({ id: 'cup', stock: 6 });
  });

  test('of more items than available is cancelled and does not change the stock', async () => {
    await stock('bowl', 2);
    expect(await order('o-3', 'bowl', 3)).toMatchObject({
      status: 'FAILED',
      error: 'OutOfStock',
      cause: 'There are fewer items than were ordered.',
    });
    expect(await itemIn('orders', { orderId: 'o-3' })).toMatchObject({ state: 'CANCELLED' });
    expect(await itemIn('inventory', { id: 'bowl' })).toEqual({ id: 'bowl', stock: 2 });
  });

  test('of an unknown item is cancelled', async () => {
    expect(await order('o-4', 'unheard-of', 1)).toMatchObject({ status: 'FAILED', error: 'OutOfStock' });
  });

  test('that is invalid fails at the first state with the reason', async () => {
    const { status, cause = '' } = await order('o-5', 'plate', 'many');
    expect(status).toBe('FAILED');
    expect(JSON.parse(cause)).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'item.num_of_items must be a whole number from 1.',
    });
  });
});

describe('Twenty orders for the last item', () => {
  test('complete one order and cancel the others, including orders that saw the item in stock', async () => {
    await stock('last', 1);
    const orders = Array.from({ length: 20 }, (_, index) => `race-${index}`);
    const results = await Promise.all(orders.map((id) => order(id, 'last', 1)));
    expect(results.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(1);
    expect(results.filter(({ error }) => error === 'OutOfStock')).toHaveLength(19);
    expect(await itemIn('inventory', { id: 'last' })).toEqual({ id: 'last', stock: 0 });
    const states = await Promise.all(orders.map(async (orderId) => (await itemIn('orders', { orderId }))?.state));
    expect(states.toSorted()).toEqual([...Array(19).fill('CANCELLED'), 'COMPLETE']);
    const { executions = [] } = await system.sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }));
    expect(executions.every(({ status }) => status !== 'RUNNING')).toBe(true);
  });
});
