export interface AwsErrorOptions extends ErrorOptions {
  /** HTTP status; default 400. */
  readonly statusCode?: number;
  /** Other members of the error's shape, e.g. `reason` or `resourceName`. */
  readonly fields?: Record<string, unknown>;
}

/**
 * An error that an AWS service returns. Actions throw it; the gateway encodes it for the protocol, and the state machine
 * engine prefixes the code with the service's name.
 */
export class AwsError extends Error {
  /** Error code, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  readonly statusCode: number;
  readonly fields: { readonly [name: string]: unknown };

  /** `options.cause` is logged; the response does not contain it. */
  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, options);
    this.name = 'AwsError';
    this.code = code;
    this.statusCode = options.statusCode ?? 400;
    this.fields = options.fields ?? {};
  }
}

/**
 * Error for an AWS feature that the runtime does not have. Every unsupported feature fails with this error; none is
 * ignored.
 */
export const unsupported = (what: string): AwsError =>
  new AwsError('UnsupportedOperation', `${what} is not supported by the one-machine runtime.`, { statusCode: 501 });

/** Error for a call with a role whose trust policy does not permit the service that makes the call. */
export class CannotAssumeError extends AwsError {}

/** Error for a request that fails inside the runtime. The cause is logged; the response does not contain it. */
export const internalFailure = (cause: unknown): AwsError =>
  new AwsError('InternalFailure', 'The request failed inside the runtime. Its log contains the cause.', {
    statusCode: 500,
    cause,
  });

/** Error for invalid parameters, with the code that most JSON services use. */
export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);

/** Like `validationError`, for API Gateway, AppSync and SES. */
export const badRequest = (message: string, options: ErrorOptions = {}): AwsError =>
  new AwsError('BadRequestException', message, options);

/** The code of an AwsError, or the name of any other error. For log lines: error messages can contain users' data. */
export const errorCodeOf = (error: unknown): string => {
  if (error instanceof AwsError) return error.code;
  return error instanceof Error ? error.name : 'Error';
};
