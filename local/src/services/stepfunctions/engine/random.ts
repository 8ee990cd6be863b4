import type { Ids } from '../../../core/ids.ts';
import type { Random } from '../language/scope.ts';

/** Random numbers and ids for expressions; the same seed always gives the same number. */
export const randomOf = (ids: Ids): Random => ({
  uuid: () => ids.uuid(),
  number: (seed) => (seed === undefined ? ids.number() : seeded(seed)),
});

/** First number of the mulberry32 generator. */
const seeded = (seed: number): number => {
  const state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  const mixed = Math.imul(state ^ (state >>> 15), state | 1);
  const spread = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
  return ((spread ^ (spread >>> 14)) >>> 0) / 2 ** 32;
};
