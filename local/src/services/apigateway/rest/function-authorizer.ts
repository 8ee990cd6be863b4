import type { AuthorizerCache } from '../../../core/authorization/authorizer-cache.ts';
import { arnOf } from '../../../core/aws/arn.ts';
import { LATE, resultWithin } from '../../../core/clock/result-within.ts';
import { isMatch } from '../../../core/isolation/pattern.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { type Access, type AuthorizerPolicy, accessTo, callKeys, readAuthorizerPolicy } from '../authorizer-policy.ts';
import { callFunction } from '../call-function.ts';
import { ANSWERS, type GatewayAnswer } from './answer.ts';
import type { FunctionAuthorizer } from './definitions.ts';
import { authorizerEvent, type EventFacts } from './event.ts';
import { sourceValue } from './request-mapping.ts';

/** The decision on a request. */
export interface Decision {
  /** The members of `requestContext.authorizer`. */
  readonly authorizer?: EventFacts['authorizer'];
  /** The API key that an authorizer returns. */
  readonly usageKey?: string | undefined;
  /** Undefined if the request is allowed. */
  readonly refused?: GatewayAnswer;
}

export interface AuthorizerTools {
  readonly kernel: Kernel;
  readonly cache: AuthorizerCache<AuthorizerPolicy>;
}

/** The longest ARN of a method for which API Gateway calls an authorizer. */
const MAX_ARN_BYTES = 1_600;
/** AWS documents no timeout for the authorizers of REST APIs. This is the maximum of an integration. */
const TIMEOUT_MS = 29_000;

/**
 * Decides on a request by the policy that a function returns. The policy is kept for the authorizer's TTL on the
 * runtime's clock, and applies to all methods that have the authorizer. Never rejects.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export const decideByFunction = async (
  authorizer: FunctionAuthorizer,
  facts: EventFacts,
  { kernel, cache }: AuthorizerTools,
): Promise<Decision> => {
  const identity = identityOf(authorizer, facts);
  if (!identity) return { refused: ANSWERS.unauthorized };
  const methodArn = arnOf(kernel.home, 'execute-api', requestResource(facts));
  if (Buffer.byteLength(methodArn) > MAX_ARN_BYTES) return { refused: ANSWERS.uriTooLong };
  const key = [JSON.stringify(authorizer), facts.stage, ...identity];
  const known = cache.find(key, facts.nowMs);
  const policy = known ?? (await askFunction(kernel, authorizer, eventFor(authorizer, facts, { methodArn, identity })));
  if ('responseType' in policy) return { refused: policy };
  const { clock } = kernel;
  if (!known && authorizer.ttlSeconds > 0) cache.keep(key, policy, clock.now() + authorizer.ttlSeconds * 1000);
  const refused = REFUSALS[accessTo(methodArn, policy, callKeys(facts))];
  return {
    authorizer: { principalId: policy.principalId, ...policy.context },
    usageKey: policy.usageKey,
    ...(refused && { refused }),
  };
};

const eventFor = (
  { type }: FunctionAuthorizer,
  facts: EventFacts,
  { methodArn, identity: [token = ''] }: { readonly methodArn: string; readonly identity: readonly string[] },
): object => authorizerEvent(facts, { type, token }, methodArn);

const REFUSALS: Readonly<Record<Access, GatewayAnswer | undefined>> = {
  ALLOWED: undefined,
  'EXPLICITLY DENIED': ANSWERS.explicitlyDenied,
  'NOT ALLOWED': ANSWERS.denied,
};

/** The called method with the path of the request, as the ARN of a method contains it. */
const requestResource = ({ method, request, stage, path }: EventFacts): string =>
  `${method.apiId}/${stage}/${request.method}${path}`;

/** The values of the identity sources; undefined if one of them is missing, empty or does not match the expression. */
const identityOf = (
  { sources, tokenPattern }: FunctionAuthorizer,
  facts: EventFacts,
): readonly string[] | undefined => {
  const values = sources.flatMap((source) => sourceValue(source, facts) || []);
  if (values.length < sources.length) return undefined;
  const [token = ''] = values;
  return tokenPattern === undefined || isMatch(tokenPattern, token) ? values : undefined;
};

const askFunction = async (
  kernel: Kernel,
  { id, apiId, functionArn, roleArn }: FunctionAuthorizer,
  payload: object,
): Promise<AuthorizerPolicy | GatewayAnswer> => {
  const executeApiResource = `${apiId}/authorizers/${id}`;
  const called = await resultWithin(
    callFunction(kernel, { functionArn, roleArn, payload, executeApiResource }),
    TIMEOUT_MS,
  );
  if (called === LATE) return ANSWERS.authorizerFailed;
  if (called.errorMessage === 'Unauthorized') return ANSWERS.unauthorized;
  const policy = called.payload === undefined ? undefined : readAuthorizerPolicy(called.payload);
  const context = policy && textsOf(policy.context);
  return policy && context ? { ...policy, context } : ANSWERS.authorizerMisconfigured;
};

/** The members of an authorizer's context as text; undefined if one of them is a list or an object. */
const textsOf = (context: AuthorizerPolicy['context']): Readonly<Record<string, string>> | undefined => {
  const given = Object.entries(context).filter(([, value]) => value !== null);
  if (given.some(([, value]) => typeof value === 'object')) return undefined;
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
};
