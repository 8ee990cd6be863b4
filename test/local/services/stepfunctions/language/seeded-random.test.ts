import { expect, test } from '@jest/globals';
import { seededNumber } from '../../../../../local/src/services/stepfunctions/language/seeded-random.ts';

// The values of new java.util.Random(seed).nextDouble(); AWS returns the first for $random(42).
test.each([
  [42, 0.7275636800328681],
  [0, 0.730967787376657],
  [1, 0.7308781907032909],
  [1.9, 0.7308781907032909],
])('the seed %d gives the same number as java.util.Random', (seed, number) => {
  expect(seededNumber(seed)).toBe(number);
});

test('a seed beyond the range of a Java long gives a number', () => {
  for (const seed of [Number.POSITIVE_INFINITY, -1e300, 2 ** 63]) {
    expect(seededNumber(seed)).toBeGreaterThanOrEqual(0);
    expect(seededNumber(seed)).toBeLessThan(1);
  }
});
