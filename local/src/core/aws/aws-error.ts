export interface AwsErrorOptions extends ErrorOptions {
  /** Of the HTTP answer; 400 when missing. */
  readonly statusCode?: number;
  /** Further members of the error's shape, e.g. `reason` or `resourceName`. */
  readonly fields?: Record<string, unknown>;
}

/**
 * An error as an AWS service answers it. Thrown by actions; the gateway gives it its wire form, the state machine
 * engine puts the service's prefix before its code.
 */
export class AwsError extends Error {
  /** The error code clients switch on, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  readonly statusCode: number;
  readonly fields: { readonly [name: string]: unknown };

  /** The cause stays inside the runtime: no answer has it. */
  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, options);
    this.name = 'AwsError';
    this.code = code;
    this.statusCode = options.statusCode ?? 400;
    this.fields = options.fields ?? {};
  }
}

/** Thrown for what AWS has and this runtime does not: never ignored in silence. */
export const unsupported = (what: string): AwsError =>
  new AwsError('UnsupportedOperation', `${what} is not supported by the one-machine runtime.`, { statusCode: 501 });

/** The answer to a request that failed for a reason of the runtime itself. */
export const internalFailure = (cause: unknown): AwsError =>
  new AwsError('InternalFailure', 'The request failed inside the runtime; its log says why.', {
    statusCode: 500,
    cause,
  });

/** AWS's answer to parameters that break a rule; most JSON services name it so. */
export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);
