import { randomInt } from 'node:crypto';

/** Seed of all random choices of a test run; set TEST_SEED to repeat an earlier run's choices. */
export const SEED = Number(process.env.TEST_SEED ?? randomInt(2 ** 31));

/** Deterministic generator of numbers from 0 to 1 (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Runs a test with random choices; an error includes the TEST_SEED that repeats them. */
export const seeded = async (run: (random: () => number) => Promise<void>): Promise<void> => {
  try {
    await run(randomFrom(SEED));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`With TEST_SEED=${SEED}, which repeats the random choices: ${message}`, { cause: error });
  }
};
