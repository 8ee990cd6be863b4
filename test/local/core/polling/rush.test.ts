import { describe, expect, test } from '@jest/globals';
import { BatchingWindow } from '../../../../local/src/core/polling/batching-window.ts';
import { Rush } from '../../../../local/src/core/polling/rush.ts';

const MANY = 20;
const FOR_EVER_MS = 2 ** 31 - 1;

const rushOf = (executions: number, precedenceMs = FOR_EVER_MS): Rush => {
  const rush = new Rush(precedenceMs);
  rush.count(executions);
  return rush;
};

/** A consumer that gives way before its batch. */
const consumerDuring = (rush: Rush, windowSeconds: number) => {
  const window = new BatchingWindow(windowSeconds, rush);
  const consumer = { window, isWaiting: true, begun: window.giveWay() };
  void consumer.begun.then(() => {
    consumer.isWaiting = false;
  });
  return consumer;
};

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

describe('A rush of executions', () => {
  test('makes a consumer with a batching window wait until few of them are in progress', async () => {
    const rush = rushOf(MANY);
    const consumer = consumerDuring(rush, 1);
    rush.count(MANY - 1);
    await turnOfTheLoop();
    expect(consumer.isWaiting).toBe(true);
    rush.count(1);
    await consumer.begun;
  });

  test('makes consumers wait only at its begin, so that a rush that lasts does not stop them', async () => {
    const rush = rushOf(MANY, 20);
    await consumerDuring(rush, 1).begun;
    rush.count(MANY + 1);
    await consumerDuring(rush, 1).begun;
  });

  test('makes a consumer wait again when it begins again', async () => {
    const rush = rushOf(MANY);
    rush.count(0);
    await consumerDuring(rush, 1).begun;
    rush.count(MANY);
    const consumer = consumerDuring(rush, 1);
    await turnOfTheLoop();
    expect(consumer.isWaiting).toBe(true);
    consumer.window.hurry();
  });

  test.each([
    ['a consumer without a batching window', MANY, 0],
    ['a consumer beside a few executions', 3, 5],
  ])('does not delay %s', async (_, executions, windowSeconds) => {
    await consumerDuring(rushOf(executions), windowSeconds).begun;
  });

  test('does not delay a move of the clock or the end of a consumer', async () => {
    const consumer = consumerDuring(rushOf(MANY), 1);
    consumer.window.hurry();
    await consumer.begun;
  });
});
