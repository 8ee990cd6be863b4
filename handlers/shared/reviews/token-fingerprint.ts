import { createHash } from 'node:crypto';

/** Hash that identifies a task token. It is not a secret: a token has more random bits than the hash. */
export const fingerprintOf = (taskToken: string): string =>
  createHash('sha256').update(taskToken).digest('hex').slice(0, 16);
