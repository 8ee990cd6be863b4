import { expect, test } from '@jest/globals';
import { SEED, seeded } from './seed.ts';

const chosen = async (): Promise<readonly number[]> => {
  let numbers: readonly number[] = [];
  await seeded(async (random) => {
    numbers = Array.from({ length: 100 }, random);
  });
  return numbers;
};

test('The seed alone determines the random choices', async () => {
  const numbers = await chosen();
  expect(await chosen()).toEqual(numbers);
  expect(new Set(numbers).size).toBe(100);
  expect(numbers.filter((number) => number < 0 || number >= 1)).toEqual([]);
});

test('An error of a test with random choices contains the seed that repeats them', async () => {
  const failing = seeded(async () => {
    throw new Error('one was lost');
  });
  await expect(failing).rejects.toThrow(`With TEST_SEED=${SEED}, which repeats the random choices: one was lost`);
});
