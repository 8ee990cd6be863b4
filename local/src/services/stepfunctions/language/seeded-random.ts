import { createHash } from 'node:crypto';
import type { Random } from './scope.ts';

/** First number of the mulberry32 generator with this seed. */
export const seededNumber = (seed: number): number => {
  const state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  const mixed = Math.imul(state ^ (state >>> 15), state | 1);
  const spread = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
  return ((spread ^ (spread >>> 14)) >>> 0) / 2 ** 32;
};

/** Random numbers and ids that follow from the text `seed`, one after another. */
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
