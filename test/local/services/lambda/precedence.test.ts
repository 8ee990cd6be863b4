import { availableParallelism } from 'node:os';
import { mock } from 'node:test';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Precedence } from '../../../../local/src/services/lambda/invocations/precedence.ts';

const SHORT_MS = 300;
const SHORTEST_WAIT_MS = 4_900;
const LONGEST_WAIT_MS = 5_000;

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

const lasting = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));
const passed = async (ms: number) => {
  mock.timers.tick(ms);
  await new Promise(setImmediate);
};

test('many short synchronous invocations delay an asynchronous one by five seconds at most', async () => {
  const precedence = new Precedence();
  const begun: string[] = [];
  const beginShortOnes = () =>
    Array.from({ length: availableParallelism() }, () => precedence.first(lasting(SHORT_MS)));
  beginShortOnes();
  const later = precedence.later(async () => void begun.push('another'));
  for (let ms = 0; ms < SHORTEST_WAIT_MS; ms += 100) {
    await passed(100);
    beginShortOnes();
  }
  expect(begun).toEqual([]);
  await passed(LONGEST_WAIT_MS - SHORTEST_WAIT_MS);
  await later;
  expect(begun).toEqual(['another']);
});
