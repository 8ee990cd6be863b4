import { AwsError } from '../../../core/aws/aws-error.ts';
import type { FailureKind } from '../../../core/delivery/retry-policy.ts';

/** Thrown if the function ran and returned an error. */
export class FunctionFailedError extends Error {
  /** The error as JSON text. */
  readonly payload: string;

  constructor(payload: string) {
    super('The function failed.');
    this.name = 'FunctionFailedError';
    this.payload = payload;
  }
}

/** Thrown before a run if the event exceeds its maximum age. */
export class EventTooOldError extends Error {
  constructor() {
    super('The event is older than the maximum event age of the function.');
    this.name = 'EventTooOldError';
  }
}

/** Thrown if the function, or the version or alias that was invoked, has been deleted. */
export class FunctionGoneError extends Error {
  constructor() {
    super('The function does not exist.');
    this.name = 'FunctionGoneError';
  }
}

/** Whether the error means that Lambda stopped the invocation because the function invokes itself in a loop. */
export const isRecursion = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.code === 'RecursiveInvocationException';

/**
 * Classifies an error for the retries. Only an error of the function itself counts as a run; throttling and service
 * faults are retried without counting.
 */
export const kindOfAsyncError = (error: unknown): FailureKind => {
  if (error instanceof FunctionFailedError) return 'retriable';
  const isPermanent = error instanceof EventTooOldError || error instanceof FunctionGoneError || isRecursion(error);
  return isPermanent ? 'permanent' : 'busy';
};
