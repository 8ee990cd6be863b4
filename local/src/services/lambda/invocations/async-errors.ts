import type { FailureKind } from '../../../core/delivery/retry-policy.ts';

/** Thrown when the function was run and answered with an error. */
export class FunctionFailedError extends Error {
  /** The error as JSON text. */
  readonly payload: string;

  constructor(payload: string) {
    super('The function failed.');
    this.name = 'FunctionFailedError';
    this.payload = payload;
  }
}

/** Thrown in place of a run that would begin too late. */
export class EventTooOldError extends Error {
  constructor() {
    super('The event is older than the function takes.');
    this.name = 'EventTooOldError';
  }
}

/** Thrown when the function, or the version it was called by, has been deleted. */
export class FunctionGoneError extends Error {
  constructor() {
    super('The function does not exist.');
    this.name = 'FunctionGoneError';
  }
}

/** Only a function's own failure counts as a run; throttling and faults of the service wait for better times. */
export const kindOfAsyncError = (error: unknown): FailureKind => {
  if (error instanceof FunctionFailedError) return 'retriable';
  return error instanceof EventTooOldError || error instanceof FunctionGoneError ? 'permanent' : 'busy';
};
