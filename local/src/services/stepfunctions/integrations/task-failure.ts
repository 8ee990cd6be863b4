import type { AwsError } from '../../../core/aws/aws-error.ts';

/** Thrown by integrations for a failed task; Retry and Catch match its error name. */
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

/** The names that an integration gives to the errors of a service. */
export interface ErrorNaming {
  /** The part before the dot, e.g. `SQS`. */
  readonly prefix: string;
  /** The service's name in its SDK, e.g. `AmazonSQS`. */
  readonly service: string;
  /** The name for errors that the service's API model does not contain, e.g. `AmazonSQSException`. */
  readonly base: string;
}

/** Error codes that no service's API model contains; the SDK maps them to the service's base exception. */
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

/** SDK names of errors, by the different code that the service sends. */
const RENAMED: Readonly<Record<string, string>> = {
  'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExistException',
  'AWS.SimpleQueueService.UnsupportedOperation': 'UnsupportedOperationException',
  QueueDoesNotExist: 'QueueDoesNotExistException',
};

/** Services whose model defines a ValidationException. */
const MODELS_VALIDATION = new Set(['Sfn', 'Ssm', 'StepFunctions']);

/** The failure with the error name and message of the optimized integrations (AWS SDK for Java 1.x). */
export const optimizedFailure = (error: AwsError, naming: ErrorNaming, requestId: string): TaskFailure => {
  const code = shortCode(error.code);
  const facts = `Service: ${naming.service}; Status Code: ${error.statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new TaskFailure(nameOf(code, naming), `${error.message} (${facts})`);
};

/** The failure with the error name and message of the `aws-sdk` integrations (AWS SDK for Java 2.x). */
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
