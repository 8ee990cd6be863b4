import { randomBytes, randomUUID } from 'node:crypto';

/** The only source of ids and randomness of the runtime; tests put in one of their own. */
export interface Ids {
  /** A version 4 UUID. */
  uuid(): string;
  /** `bytes` unguessable bytes as base64. */
  secret(bytes: number): string;
  /** A number in [0, 1). */
  number(): number;
}

export const randomIds: Ids = {
  uuid: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('base64'),
  number: () => Math.random(),
};
