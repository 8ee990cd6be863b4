import { ERASURE_REASONS } from '../../../api/reason-codes.ts';
import type { WantedErasure } from '../../../api/types.generated.ts';
import { refuse } from '../../shared/http/problem.ts';

const REFERENCE = /^[A-Za-z0-9._/-]{1,64}$/;

/**
 * Reads the body of a request for an erasure. There is no free text, because it could contain what is to be erased.
 * @throws ProblemError 400 with the wrong field and its allowed values
 */
export function readWantedErasure({ reason, reference }: Readonly<Record<string, unknown>>): WantedErasure {
  const code = ERASURE_REASONS.find((name) => name === reason);
  if (code === undefined) return refuse('reason', `reason must be one of ${ERASURE_REASONS.join(', ')}.`);
  if (reference === undefined) return { reason: code };
  if (typeof reference === 'string' && REFERENCE.test(reference)) return { reason: code, reference };
  return refuse(
    'reference',
    'reference must have 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore, slash, hyphen.',
  );
}
