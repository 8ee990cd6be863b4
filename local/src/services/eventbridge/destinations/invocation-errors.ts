/** Thrown if an API destination did not accept an event. The message contains neither the URL nor the event. */
export class InvocationError extends Error {
  /** False if a retry cannot succeed. */
  readonly retryable: boolean;
  /** Earliest time of a retry in epoch milliseconds, from the response's Retry-After. */
  readonly notBeforeMs: number | undefined;

  constructor(reason: string, { retryable, notBeforeMs }: { retryable: boolean; notBeforeMs?: number | undefined }) {
    super(`Unable to invoke ApiDestination endpoint: ${reason}`);
    this.name = 'InvocationError';
    this.retryable = retryable;
    this.notBeforeMs = notBeforeMs;
  }
}

/** Thrown if the rate limit of an API destination allows its invocation at a later time only. */
export class RateLimitedError extends Error {
  /** Reserved time of the invocation, in epoch milliseconds. */
  readonly untilMs: number;

  constructor(untilMs: number) {
    super('The API destination has reached its invocation rate limit.');
    this.name = 'RateLimitedError';
    this.untilMs = untilMs;
  }
}
