import type { AuthorizerCache } from '../../../core/authorization/authorizer-cache.ts';
import { arnOf } from '../../../core/aws/arn.ts';
import { errorCodeOf } from '../../../core/aws/aws-error.ts';
import { serviceCaller } from '../../../core/aws/caller.ts';
import { LATE, resultWithin } from '../../../core/clock/result-within.ts';
import { isMatch } from '../../../core/isolation/pattern.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { isObject } from '../../../core/parameters/input.ts';
import * as lambda from '../../lambda/operations.ts';
import type { Mode } from '../definitions.ts';
import { type Refusal, type Session, unauthorized } from './session.ts';

type FunctionMode = Mode<'AWS_LAMBDA'>;

/** An accepted answer of a function. */
export interface FunctionDecision {
  readonly isAuthorized: boolean;
  readonly resolverContext: object;
  readonly deniedFields: readonly string[];
  /** The time for which the answer is cached, if it is not the one of the mode. */
  readonly ttlSeconds: number | undefined;
}

/** A request that a function decides on. */
export interface FunctionRequest {
  readonly apiId: string;
  readonly token: string;
  /** The members of `requestContext` and `requestHeaders` that depend on the request. */
  readonly event: object;
}

export interface FunctionTools {
  readonly kernel: Kernel;
  readonly cache: AuthorizerCache<FunctionDecision>;
}

const PRINCIPAL = 'appsync.amazonaws.com';
/** AppSync's limit for the duration of an authorizer, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** AppSync's limit for the context that an authorizer returns, in bytes. */
const MAX_CONTEXT_BYTES = 5 * 2 ** 20;

/**
 * Authorizes a request by the answer of a function, which is cached by API and token for the TTL on the runtime's clock.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export const authorizeByFunction = async (
  mode: FunctionMode,
  request: FunctionRequest,
  { kernel, cache }: FunctionTools,
): Promise<Session | Refusal> => {
  const { apiId, token } = request;
  if (mode.tokenPattern !== undefined && !isMatch(mode.tokenPattern, token)) return unauthorized();
  const key = [apiId, JSON.stringify(mode), token];
  const known = cache.find(key, kernel.clock.now());
  const decision = known ?? (await askFunction(kernel, mode, request));
  if (!decision) return unauthorized();
  const { isAuthorized, resolverContext, deniedFields, ttlSeconds = mode.ttlSeconds } = decision;
  if (!known && ttlSeconds > 0) cache.keep(key, decision, kernel.clock.now() + ttlSeconds * 1000);
  if (!isAuthorized) return unauthorized();
  const api = arnOf(kernel.home, 'appsync', `apis/${apiId}`);
  return {
    mode,
    groups: [],
    identity: { resolverContext },
    allows: ({ type, field }) =>
      !deniedFields.includes(`${type}.${field}`) && !deniedFields.includes(`${api}/types/${type}/fields/${field}`),
  };
};

/** The decision of a function; undefined if it fails, takes too long or returns no valid answer. */
const askFunction = async (
  kernel: Kernel,
  { functionArn }: FunctionMode,
  { apiId, token, event }: FunctionRequest,
): Promise<FunctionDecision | undefined> => {
  const api = arnOf(kernel.home, 'appsync', `apis/${apiId}`);
  const input = { FunctionName: functionArn, Payload: JSON.stringify({ authorizationToken: token, ...event }) };
  const caller = serviceCaller(PRINCIPAL, kernel.home.accountId, api);
  try {
    const answered = await resultWithin(kernel.services.call(lambda.invoke, input, caller), TIMEOUT_MS);
    return answered === LATE || answered.FunctionError !== undefined ? undefined : decisionIn(answered.Payload);
  } catch (error) {
    kernel.log.warn('AppSync could not invoke an authorizer.', { function: functionArn, error: errorCodeOf(error) });
    return undefined;
  }
};

const decisionIn = (payload: string): FunctionDecision | undefined => {
  const answer: unknown = JSON.parse(payload === '' ? 'null' : payload);
  if (!isObject(answer) || typeof answer.isAuthorized !== 'boolean') return undefined;
  const { isAuthorized, resolverContext = {}, deniedFields = [], ttlOverride } = answer;
  if (!isObject(resolverContext) || Buffer.byteLength(JSON.stringify(resolverContext)) > MAX_CONTEXT_BYTES)
    return undefined;
  if (!Array.isArray(deniedFields)) return undefined;
  const ttlSeconds = typeof ttlOverride === 'number' ? ttlOverride : undefined;
  return { isAuthorized, resolverContext, deniedFields: deniedFields.map(String), ttlSeconds };
};
