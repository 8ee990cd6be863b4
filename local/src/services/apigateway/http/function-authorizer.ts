import type { AuthorizerCache } from '../../../core/authorization/authorizer-cache.ts';
import { arnOf } from '../../../core/aws/arn.ts';
import { LATE, resultWithin } from '../../../core/clock/result-within.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { isObject } from '../../../core/parameters/input.ts';
import { type AuthorizerPolicy, accessTo, callKeys, readAuthorizerPolicy } from '../authorizer-policy.ts';
import { callFunction } from '../call-function.ts';
import { authorizerEvent } from '../rest/event.ts';
import type { FunctionAuthorizer, IdentitySource } from './definitions.ts';
import { type EventFacts, mappingValues, payloadEvent } from './event.ts';
import { mappedValue, parseMapping, textOf } from './parameter-mapping.ts';

export type FunctionDecision =
  | { readonly allowed: true; readonly context: Readonly<Record<string, unknown>> }
  | { readonly allowed: false; readonly status: 401 | 403 | 500 };

interface SimpleResponse {
  readonly isAuthorized: boolean;
  readonly context: Readonly<Record<string, unknown>>;
}

/** What an authorizer returns. */
export type AuthorizerResult = SimpleResponse | AuthorizerPolicy;

export interface AuthorizerTools {
  readonly kernel: Kernel;
  readonly cache: AuthorizerCache<AuthorizerResult>;
}

/** API Gateway's limit for the response of a Lambda authorizer. */
const TIMEOUT_MS = 10_000;

/**
 * Decides on a request by the result of a function, which is cached for the authorizer's TTL. Never rejects.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export const decideByFunction = async (
  authorizer: FunctionAuthorizer,
  facts: EventFacts,
  { kernel, cache }: AuthorizerTools,
): Promise<FunctionDecision> => {
  const identity = identityOf(authorizer, facts);
  if (!identity) return { allowed: false, status: 401 };
  const asked: Asked = { identity, arn: arnOf(kernel.home, 'execute-api', resourceOf(authorizer, facts)) };
  const key = [facts.apiId, JSON.stringify(authorizer), ...identity];
  const known = cache.find(key, facts.nowMs);
  const result = known ?? (await askFunction(kernel, authorizer, { facts, asked }));
  if (!result) return { allowed: false, status: 500 };
  const { ttlSeconds = 0 } = authorizer;
  if (!known && ttlSeconds > 0) cache.keep(key, result, kernel.clock.now() + ttlSeconds * 1000);
  const isAllowed =
    'isAuthorized' in result ? result.isAuthorized : accessTo(asked.arn, result, callKeys(facts)) === 'ALLOWED';
  return isAllowed ? { allowed: true, context: result.context } : { allowed: false, status: 403 };
};

/** The values of the identity sources; undefined if one is missing or empty. */
const identityOf = ({ identitySources }: FunctionAuthorizer, facts: EventFacts): readonly string[] | undefined => {
  const all = mappingValues(facts);
  const values = identitySources.flatMap((source) => {
    const mapping = parseMapping(expressionOf(source));
    const value = mapping && mappedValue(mapping, all);
    return value === undefined || value === '' ? [] : [textOf(value)];
  });
  return values.length === identitySources.length ? values : undefined;
};

/** The selection expression of an identity source, such as `$request.header.authorization`. */
export const expressionOf = ({ where, name }: IdentitySource): string =>
  where === 'header' || where === 'querystring' ? `$request.${where}.${name}` : `$${where}.${name}`;

/** What a function is asked. */
interface Asked {
  readonly identity: readonly string[];
  /** The ARN on which the authorizer decides. */
  readonly arn: string;
}

/** The format 1.0 has the path of the request, the format 2.0 that of the route. */
const resourceOf = ({ payloadFormat }: FunctionAuthorizer, { apiId, request, path, match }: EventFacts): string =>
  `${apiId}/$default/${payloadFormat === '1.0' ? `${request.method}${path}` : match.route.routeKey.replace(' ', '')}`;

const askFunction = async (
  kernel: Kernel,
  authorizer: FunctionAuthorizer,
  { facts, asked }: { readonly facts: EventFacts; readonly asked: Asked },
): Promise<AuthorizerResult | undefined> => {
  const { functionArn, roleArn, authorizerId, payloadFormat, returnsPolicy } = authorizer;
  const payload = payloadFormat === '1.0' ? firstFormat(facts, asked) : secondFormat(facts, asked);
  const executeApiResource = `${facts.apiId}/authorizers/${authorizerId}`;
  const called = await resultWithin(
    callFunction(kernel, { functionArn, roleArn, payload, executeApiResource }),
    TIMEOUT_MS,
  );
  if (called === LATE || called.payload === undefined) return undefined;
  return returnsPolicy ? readAuthorizerPolicy(called.payload) : readSimpleResponse(called.payload);
};

const secondFormat = (facts: EventFacts, { arn, identity }: Asked): object => {
  const { body: _, isBase64Encoded: __, ...event } = payloadEvent(facts);
  return { ...event, type: 'REQUEST', routeArn: arn, identitySource: identity };
};

const firstFormat = (facts: EventFacts, { arn, identity }: Asked): object => {
  const { path, match, apiId } = facts;
  const routePath = match.route.routeKey.replace(/^\S+ /, '');
  const method = { apiId, resourceId: '', path: routePath, routeKey: match.route.routeKey };
  const called = { ...facts, method, pathParameters: match.pathParameters, stage: '$default', authorizer: undefined };
  const { requestContext, ...event } = authorizerEvent(called, { type: 'REQUEST', token: '' }, arn);
  const source = identity.join(',');
  return {
    version: '1.0',
    ...event,
    identitySource: source,
    authorizationToken: source,
    requestContext: { ...Object(requestContext), resourceId: null, path },
  };
};

/** Reads a simple response. Any other response counts as a failure of the authorizer. */
const readSimpleResponse = (payload: string): SimpleResponse | undefined => {
  const value: unknown = JSON.parse(payload || 'null');
  if (!isObject(value) || typeof value.isAuthorized !== 'boolean') return undefined;
  return { isAuthorized: value.isAuthorized, context: isObject(value.context) ? value.context : {} };
};
