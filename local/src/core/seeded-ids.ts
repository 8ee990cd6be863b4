import { createHash } from 'node:crypto';
import type { Ids } from './ids.ts';

/** Ids and numbers that depend only on the text `seed` and on the number of earlier calls. */
export const seededIds = (seed: string): Ids => {
  let drawn = 0;
  const draw = (): Buffer => {
    drawn += 1;
    return createHash('sha256').update(`${seed}/${drawn}`).digest();
  };
  return {
    uuid: () => versionFour(draw().toString('hex')),
    secret: (bytes) => drawBytes(draw, bytes).toString('base64'),
    number: () => draw().readUInt32BE() / 2 ** 32,
  };
};

const drawBytes = (draw: () => Buffer, bytes: number): Buffer => {
  const drawn: Buffer[] = [];
  for (let count = 0; count < bytes; count += 32) drawn.push(draw());
  return Buffer.concat(drawn).subarray(0, bytes);
};

/** A UUID of version 4 from at least 32 hexadecimal digits. */
const versionFour = (hex: string): string => {
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
