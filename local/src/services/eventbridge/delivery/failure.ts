import { AwsError } from '../../../core/aws/aws-error.ts';
import { InputTransformError } from '../input/target-input.ts';

/** The reason why a call of a target failed. */
export interface Failure {
  /** The ERROR_CODE attribute of a dead-letter message. */
  readonly code: string;
  readonly message: string;
  /** False if retries cannot succeed without a change of the configuration. */
  readonly retryable: boolean;
}

const PERMISSION = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'AuthorizationError',
  'AuthorizationErrorException',
]);
const THROTTLING = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestLimitExceeded',
  'ExecutionLimitExceeded',
  'ServiceUnavailable',
  'KmsThrottledException',
]);
const MISSING = new Set([
  'ResourceNotFoundException',
  'StateMachineDoesNotExist',
  'QueueDoesNotExist',
  'NotFound',
  'NotFoundException',
  'AWS.SimpleQueueService.NonExistentQueue',
  'StateMachineDeleting',
]);

/**
 * Classifies an error of a target's service. Only transient errors are retried: throttling (429) and server errors
 * (5xx), not client errors.
 */
export const failureOf = (error: unknown): Failure => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputTransformError) return { code: 'INVALID_JSON', message, retryable: false };
  if (!(error instanceof AwsError)) return { code: 'SDK_CLIENT_ERROR', message, retryable: true };
  const { code, statusCode } = error;
  if (PERMISSION.has(code)) return { code: 'NO_PERMISSIONS', message, retryable: false };
  if (MISSING.has(code)) return { code: 'NO_RESOURCE', message, retryable: false };
  if (THROTTLING.has(code) || statusCode === 429) return { code: 'THROTTLING', message, retryable: true };
  if (statusCode >= 500 && statusCode !== 501) return { code: 'ERROR_FROM_TARGET', message, retryable: true };
  return { code: 'ERROR_FROM_TARGET', message: `${code}: ${message}`, retryable: false };
};
