import type { Ids } from '../../core/ids.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 17;

/** A unique id as IAM makes them: a prefix telling the kind (`AROA` roles, `ANPA` managed policies) and 17 characters. */
export const entityId = (prefix: 'AROA' | 'ANPA', ids: Ids): string =>
  prefix + Array.from({ length: LENGTH }, () => ALPHABET[Math.floor(ids.number() * ALPHABET.length)]).join('');
