import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Id of a request. It is a hash of the task token, so repeated polls give the same id, and the token stays secret. */
export const idOf = (taskToken: string): string => createHash('sha256').update(taskToken).digest('hex').slice(0, 32);

export const newKey = (): string => randomBytes(32).toString('base64url');

/** Signature of a link. `key` is the request's own key, which is stored only in the table. */
export const signatureOf = (key: string, id: string, expiresAt: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64url')).update(`${id} ${expiresAt}`).digest('base64url');

export const isSignature = (given: string, expected: string): boolean => {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
};
