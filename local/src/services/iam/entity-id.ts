import type { Ids } from '../../core/ids.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 17;

/** A unique id in IAM's format: a prefix for the type (`AROA` role, `ANPA` managed policy) and 17 characters. */
export const entityId = (prefix: 'AROA' | 'ANPA', ids: Ids): string =>
  prefix + Array.from({ length: LENGTH }, () => ALPHABET[Math.floor(ids.number() * ALPHABET.length)]).join('');
