import { createHash } from 'node:crypto';

/** A deterministic id of lower-case letters and digits, derived from `seed`. */
export const madeId = (seed: string, length: number): string =>
  BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString(36)
    .slice(0, length);
