import { createHash } from 'node:crypto';
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
  let drawn = 0;
  const draw = (): Buffer => {
    drawn += 1;
    return createHash('sha256').update(`${seed}/${drawn}`).digest();
  };
  return {
    uuid: () => versionFour(draw().toString('hex')),
    number: (given) => (given === undefined ? draw().readUInt32BE() / 2 ** 32 : seededNumber(given)),
  };
}

/** A UUID of version 4 from at least 32 hexadecimal digits. */
const versionFour = (hex: string): string => {
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
