import type { AwsError } from '../../../core/aws/aws-error.ts';

/** A task that failed, with the error name that Retry and Catch match on. Thrown by integrations. */
export class TaskFailure extends Error {
  readonly error: string;
  readonly causeText: string;

  constructor(error: string, causeText: string) {
    super(`${error}: ${causeText}`);
    this.name = 'TaskFailure';
    this.error = error;
    this.causeText = causeText;
  }
}

/** How the errors of a service are named by an integration. */
export interface ErrorNaming {
  /** What stands before the point, e.g. `SQS`. */
  readonly prefix: string;
  /** The service as its SDK calls it, e.g. `AmazonSQS`. */
  readonly service: string;
  /** The name for errors that the service's model does not name, e.g. `AmazonSQSException`. */
  readonly base: string;
}

/** Codes that no service's model names; the SDK gives them the service's base class. */
const UNMODELED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InternalFailure',
  'InvalidAction',
  'InvalidClientTokenId',
  'InvalidParameterCombination',
  'InvalidQueryParameter',
  'MissingAction',
  'MissingParameter',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'ServiceUnavailable',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'UnsupportedOperation',
  'ValidationError',
  'ValidationException',
]);

/** The SDKs' names of errors whose codes on the wire are others. */
const RENAMED: Readonly<Record<string, string>> = {
  'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExistException',
  'AWS.SimpleQueueService.UnsupportedOperation': 'UnsupportedOperationException',
  QueueDoesNotExist: 'QueueDoesNotExistException',
};

/** Services whose model has a ValidationException of its own. */
const MODELS_VALIDATION = new Set(['Sfn', 'StepFunctions']);

/** As the optimized integrations word it (version 1 of the SDK). */
export const optimizedFailure = (error: AwsError, naming: ErrorNaming, requestId: string): TaskFailure => {
  const code = shortCode(error.code);
  const facts = `Service: ${naming.service}; Status Code: ${error.statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new TaskFailure(nameOf(code, naming), `${error.message} (${facts})`);
};

/** As the `aws-sdk` integrations word it (version 2 of the SDK). */
export const sdkFailure = (error: AwsError, naming: ErrorNaming, requestId: string): TaskFailure => {
  const facts = `Service: ${naming.service}, Status Code: ${error.statusCode}, Request ID: ${requestId}`;
  return new TaskFailure(nameOf(shortCode(error.code), naming), `${error.message} (${facts}) (SDK Attempt Count: 1)`);
};

const shortCode = (code: string): string => code.slice(code.indexOf('#') + 1);

const nameOf = (code: string, { prefix, base }: ErrorNaming): string => {
  const unmodeled = UNMODELED.has(code) && !(code === 'ValidationException' && MODELS_VALIDATION.has(prefix));
  if (unmodeled) return `${prefix}.${base}`;
  const name = RENAMED[code] ?? code;
  return `${prefix}.${name.endsWith('Exception') ? name : `${name}Exception`}`;
};
