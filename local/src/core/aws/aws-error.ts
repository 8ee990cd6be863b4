/**
 * An error that an AWS service returns. Actions throw it; the gateway encodes it for the protocol, and the state machine
 * engine prefixes the code with the service's name.
 */
export class AwsError extends Error {
  /** Error code, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  readonly statusCode: number;
  /** Other members of the error's shape, e.g. `reason` or `resourceName`. */
  readonly fields: { readonly [name: string]: unknown };

  constructor(code: string, message: string, options: { statusCode?: number; fields?: Record<string, unknown> } = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.statusCode = options.statusCode ?? 400;
    this.fields = options.fields ?? {};
  }
}

/** Error for a feature of AWS that the runtime does not have. Features are never ignored silently. */
export const unsupported = (what: string): AwsError =>
  new AwsError('UnsupportedOperation', `${what} is not supported by the one-machine runtime.`, { statusCode: 501 });

/** Error for invalid parameters, with the code that most JSON services use. */
export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);

/** As `validationError`, in API Gateway, AppSync and SES. */
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);
