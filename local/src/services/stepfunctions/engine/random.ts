import type { Ids } from '../../../core/ids.ts';
import type { Random } from '../language/scope.ts';
import { seededNumber } from '../language/seeded-random.ts';

/** Random numbers and ids for expressions; the same seed always gives the same number. */
export const randomOf = (ids: Ids): Random => ({
  uuid: () => ids.uuid(),
  number: (seed) => (seed === undefined ? ids.number() : seededNumber(seed)),
});
