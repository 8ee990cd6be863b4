import type { HttpEvent } from './event.ts';
import { refuse } from './problem.ts';

const KEY = /^[\x21-\x7e]{1,128}$/;

/** The Idempotency-Key of a request, or undefined without one. @throws ProblemError 400 if it is not valid */
export function idempotencyKeyOf({ headers }: Pick<HttpEvent, 'headers'>): string | undefined {
  const key = headers?.['idempotency-key'];
  if (key === undefined || KEY.test(key)) return key;
  return refuse('idempotency-key', 'Idempotency-Key must have 1 to 128 visible ASCII characters.');
}
