import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A request's id: the same for the same wait, and nothing of the token can be read from it. */
export const idOf = (taskToken: string): string => createHash('sha256').update(taskToken).digest('hex').slice(0, 32);

export const newKey = (): string => randomBytes(32).toString('base64url');

/** What a link says of itself; `key` is the request's own and never leaves the table. */
export const signatureOf = (key: string, id: string, expiresAt: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64url')).update(`${id} ${expiresAt}`).digest('base64url');

export const isSignature = (given: string, expected: string): boolean => {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
};
