import { randomInt } from 'node:crypto';

/** What all random choices of a run of tests follow from; the variable TEST_SEED makes a run choose as an earlier one did. */
export const SEED = Number(process.env.TEST_SEED ?? randomInt(2 ** 31));

/** Numbers from 0 to 1 that follow from a seed alone (mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Runs a test that chooses at random; an error says how to repeat the choices. */
export const seeded = async (run: (random: () => number) => Promise<void>): Promise<void> => {
  try {
    await run(randomFrom(SEED));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`With TEST_SEED=${SEED}, which repeats the random choices: ${message}`, { cause: error });
  }
};
