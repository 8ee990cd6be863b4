import { expect, test } from '@jest/globals';
import { AuthorizerCache } from '../../../../local/src/core/authorization/authorizer-cache.ts';

const SOON_MS = 1_000;
const UNTIL_MS = 2_000;

/** The numbers of the results that a cache still has, of `count` that were kept one after the other. */
const leftOf = (count: number, text: string): readonly number[] => {
  const cache = new AuthorizerCache<string>();
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (const number of numbers) cache.keep([String(number)], text, UNTIL_MS);
  return numbers.filter((number) => cache.find([String(number)], SOON_MS) !== undefined);
};

test('a cache keeps the latest thousand results', () => {
  const left = leftOf(1_002, 'allowed');
  expect(left).toHaveLength(1_000);
  expect(left[0]).toBe(2);
});

test('a cache keeps the latest results of 8 MiB', () => {
  expect(leftOf(5, 'x'.repeat(3 * 2 ** 20))).toEqual([3, 4]);
});

test('a result counts once, however often it is kept again, and not after its time', () => {
  const cache = new AuthorizerCache<string>();
  for (let times = 0; times < 5; times += 1) cache.keep(['large'], 'x'.repeat(3 * 2 ** 20), UNTIL_MS);
  cache.keep(['other'], 'x'.repeat(3 * 2 ** 20), UNTIL_MS);
  expect(cache.find(['large'], SOON_MS)).toBeDefined();
  expect(cache.find(['large'], UNTIL_MS)).toBeUndefined();
  cache.keep(['third'], 'x'.repeat(3 * 2 ** 20), UNTIL_MS);
  expect(cache.find(['other'], SOON_MS)).toBeDefined();
});
