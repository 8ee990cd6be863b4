import type { Ids } from '../../../core/ids.ts';
import type { Random } from '../language/scope.ts';
import { seededNumber } from '../language/seeded-random.ts';

/** The random numbers and ids of expressions. A seeded number depends only on its seed. */
export const randomOf = (ids: Ids): Random => ({
  uuid: () => ids.uuid(),
  number: (seed) => (seed === undefined ? ids.number() : seededNumber(seed)),
});
