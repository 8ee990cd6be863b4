import { AwsError } from '../../../core/aws/aws-error.ts';
import { InputTransformError } from '../input/target-input.ts';

/** Why a target could not be called. */
export interface Failure {
  /** As in the ERROR_CODE attribute of dead letters. */
  readonly code: string;
  readonly message: string;
  /** False when trying again cannot help until somebody has done something. */
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
 * What an error of a target's service means for the delivery. Only what may pass is tried again: throttling and faults
 * of the service (5xx, 429), not its refusals.
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
