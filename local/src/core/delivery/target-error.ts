import { AwsError } from '../aws/aws-error.ts';

/** The kind of an error of a target's service. `unknown`: the error is not an AwsError. */
export type TargetErrorKind = 'permission' | 'missing' | 'throttling' | 'server' | 'client' | 'unknown';

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

/** Classifies an error of a target's service by its code and its status. */
export const targetErrorKind = (error: unknown): TargetErrorKind => {
  if (!(error instanceof AwsError)) return 'unknown';
  const { code, statusCode } = error;
  if (PERMISSION.has(code)) return 'permission';
  if (MISSING.has(code)) return 'missing';
  if (THROTTLING.has(code) || statusCode === 429) return 'throttling';
  return statusCode >= 500 && statusCode !== 501 ? 'server' : 'client';
};

const TRANSIENT: ReadonlySet<TargetErrorKind> = new Set(['throttling', 'server', 'unknown']);

/** Whether a later attempt can succeed. Only throttling (429) and server errors (5xx) are transient, not client errors. */
export const isTransient = (kind: TargetErrorKind): boolean => TRANSIENT.has(kind);
