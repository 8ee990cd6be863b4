import { createHash } from 'node:crypto';

/** An id in lower-case letters and digits as services make them, the same for the same `seed`. */
export const madeId = (seed: string, length: number): string =>
  BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString(36)
    .slice(0, length);
