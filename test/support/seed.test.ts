import { expect, test } from '@jest/globals';
import { SEED, seeded } from './seed.ts';

const chosen = async (): Promise<readonly number[]> => {
  let numbers: readonly number[] = [];
  await seeded(async (random) => {
    numbers = Array.from({ length: 100 }, random);
  });
  return numbers;
};

test('Random choices follow from the seed alone', async () => {
  const numbers = await chosen();
  expect(await chosen()).toEqual(numbers);
  expect(new Set(numbers).size).toBe(100);
  expect(numbers.filter((number) => number < 0 || number >= 1)).toEqual([]);
});

test('A failure says how its random choices can be repeated', async () => {
  const failing = seeded(async () => {
    throw new Error('one was lost');
  });
  await expect(failing).rejects.toThrow(`With TEST_SEED=${SEED}, which repeats the random choices: one was lost`);
});
