import { randomBytes, randomUUID } from 'node:crypto';

/** The only source of ids and randomness in the runtime; tests replace it. */
export interface Ids {
  /** A version 4 UUID. */
  uuid(): string;
  /** `bytes` cryptographically random bytes, in base64. */
  secret(bytes: number): string;
  /** A number in [0, 1). */
  number(): number;
}

export const randomIds: Ids = {
  uuid: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('base64'),
  number: () => Math.random(),
};
