import { badRequest } from '../../core/aws/aws-error.ts';
import { type Input, optionalNumber } from './parameters.ts';

const MAX_TTL_SECONDS = 3_600;

/** Time in seconds for which the results of a Lambda authorizer are cached. Throws BadRequestException. */
export const readTtl = (input: Input, defaultSeconds: number): number => {
  const ttlSeconds = optionalNumber(input, 'AuthorizerResultTtlInSeconds') ?? defaultSeconds;
  if (ttlSeconds >= 0 && ttlSeconds <= MAX_TTL_SECONDS) return ttlSeconds;
  throw badRequest(`AuthorizerResultTtlInSeconds must be between 0 and ${MAX_TTL_SECONDS}`);
};
