import { AwsError, errorCodeOf } from '../../../core/aws/aws-error.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import type { SourceError } from './source.ts';

/** The error of a call to a service as `ctx.error`. `prefix` is AppSync's name of the service. */
export const serviceError = (prefix: string, error: unknown): SourceError => {
  if (error instanceof AwsError || error instanceof StoreUnavailableError)
    return { type: `${prefix}:${errorCodeOf(error)}`, message: error.message };
  throw error;
};
