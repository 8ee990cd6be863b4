import type { Json } from './json.ts';
import { NotJson, toPlainJson } from './plain-json.ts';

/** The result or the failure of an evaluation; `reason` is the end of AWS's message. */
export type Evaluation = { readonly kind: 'value'; readonly value: Json } | FailedEvaluation;

export interface FailedEvaluation {
  readonly kind: 'failed';
  readonly reason: string;
  /** Set for an internal error: AWS shows a random id after the reason of such an error. */
  readonly hasId?: true;
}

/** Converts the value that JSONata returned to JSON. Throws ResultTooLarge if it takes more than `maxBytes`. */
export function resultOf(result: unknown, maxBytes: number): Evaluation {
  if (result === undefined) return { kind: 'failed', reason: 'returned nothing (undefined).' };
  const value = toPlainJson(result, maxBytes);
  if (value instanceof NotJson) return { kind: 'failed', reason: 'returned an unsupported result type.' };
  return { kind: 'value', value };
}

/** Thrown if AWS reports an internal error for the same evaluation. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** The failure of an evaluation that threw `error`; `wordReason` returns the end of the message. */
export const failureOf = (error: unknown, wordReason: (error: unknown) => string): FailedEvaluation =>
  error instanceof InternalError
    ? { kind: 'failed', reason: 'threw an internal error during evaluation.', hasId: true }
    : thrown(wordReason(error));

/** The failure of an evaluation that threw an error; `reason` is the result of `reasonOf`. */
export const thrown = (reason: string): FailedEvaluation => ({
  kind: 'failed',
  reason: `threw an error during evaluation${reason}`,
});
