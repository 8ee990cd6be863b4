import { AwsError } from '../../../core/aws/aws-error.ts';
import { isTransient, type TargetErrorKind, targetErrorKind } from '../../../core/delivery/target-error.ts';
import { InvocationError } from '../destinations/invocation-errors.ts';
import { InputTransformError } from '../input/target-input.ts';

/** The reason why a call of a target failed. */
export interface Failure {
  /** The ERROR_CODE attribute of a dead-letter message. */
  readonly code: string;
  readonly message: string;
  /** False if retries cannot succeed without a change of the configuration. */
  readonly retryable: boolean;
}

/** The ERROR_CODE of each kind of error (EventBridge guide, "Using dead-letter queues"). */
const CODES: Readonly<Record<TargetErrorKind, string>> = {
  permission: 'NO_PERMISSIONS',
  missing: 'NO_RESOURCE',
  throttling: 'THROTTLING',
  server: 'ERROR_FROM_TARGET',
  client: 'ERROR_FROM_TARGET',
  unknown: 'SDK_CLIENT_ERROR',
};

/** Classifies an error of a target's service. Only transient errors are retried. */
export const failureOf = (error: unknown): Failure => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputTransformError) return { code: 'INVALID_JSON', message, retryable: false };
  if (error instanceof InvocationError) return { code: CODES.unknown, message, retryable: error.retryable };
  const kind = targetErrorKind(error);
  const shown = kind === 'client' && error instanceof AwsError ? `${error.code}: ${message}` : message;
  return { code: CODES[kind], message: shown, retryable: isTransient(kind) };
};
