import { seededIds } from '../../../core/seeded-ids.ts';
import type { Random } from './scope.ts';

const MULTIPLIER = 0x5deece66dn;
const STATE_BITS = 48;
/** Upper limit of a seed, because Java converts larger numbers to its largest long. */
const LONGEST = 2 ** 63;

/**
 * The first `nextDouble()` of a `java.util.Random` with this seed, which is what AWS returns for a seed: 42 gives
 * 0.7275636800328681. The fraction of the seed is cut off.
 */
export const seededNumber = (seed: number): number => {
  const whole = Math.trunc(Math.min(Math.max(seed, -LONGEST), LONGEST));
  let state = BigInt.asUintN(STATE_BITS, BigInt(whole) ^ MULTIPLIER);
  const next = (bits: number): number => {
    state = BigInt.asUintN(STATE_BITS, state * MULTIPLIER + 0xbn);
    return Number(state >> BigInt(STATE_BITS - bits));
  };
  const high = next(26);
  const low = next(27);
  return (high * 2 ** 27 + low) / 2 ** 53;
};

/** A random source whose numbers and ids depend only on the text `seed` and on the number of earlier calls. */
export function randomFrom(seed: string): Random {
  const ids = seededIds(seed);
  return {
    uuid: ids.uuid,
    number: (given) => (given === undefined ? ids.number() : seededNumber(given)),
  };
}
