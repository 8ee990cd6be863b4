import { mock } from 'node:test';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../../scripts/eventually.ts';

const MINUTE_MS = 60_000;
const RUNTIME = { endpoint: 'http://runtime' };

let nowMs = 0;
let usage: Record<string, Record<string, number>> = {};
beforeEach(() => {
  nowMs = 0;
  usage = { states: { transitions: 0 }, dynamodb: { 'read units': 0 } };
  mock.method(performance, 'now', () => nowMs);
  mock.method(globalThis, 'fetch', async (url: string) =>
    Response.json(url.endsWith('/clock') ? { aheadSeconds: 0 } : usage),
  );
});
afterEach(() => mock.restoreAll());

/** Polls `count` times without an answer, one minute each, and runs `each` during every poll. */
const answerAfterPolls = (count: number, each: () => void) => {
  let asked = 0;
  return async () => {
    nowMs += MINUTE_MS;
    each();
    asked += 1;
    return asked > count ? 'there' : undefined;
  };
};

test('A wait continues while the runtime makes progress', async () => {
  const working = answerAfterPolls(100, () => {
    usage = { ...usage, states: { transitions: Number(usage.states?.transitions) + 1 } };
  });
  expect(await eventually(RUNTIME, 'the end', working)).toBe('there');
});

test('A wait fails with the name of the awaited thing if only the polling uses the runtime', async () => {
  const still = answerAfterPolls(100, () => {
    usage = { ...usage, dynamodb: { 'read units': Number(usage.dynamodb?.['read units']) + 1 } };
  });
  await expect(eventually(RUNTIME, 'the end', still)).rejects.toThrow(
    'Timed out after 600 s without progress, waiting for the end.',
  );
  expect(nowMs).toBeLessThan(30 * MINUTE_MS);
});
