import { AuthorizerCache } from '../../../core/authorization/authorizer-cache.ts';
import { LATE, resultWithin } from '../../../core/clock/result-within.ts';
import type { Issuers } from '../../../core/issuers.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { PathHandler, RequestFacts } from '../../../core/path-handler.ts';
import type { ServiceModule, WireRequest, WireResponse } from '../../../core/service.ts';
import { callFunction } from '../call-function.ts';
import { matchRoute, type RouteMatch } from '../route-match.ts';
import { Throttles } from '../throttles.ts';
import { mappedResponse } from './actioned-parameters.ts';
import { httpApiActions } from './actions.ts';
import { functionAnswer, INTERNAL_ERROR, ownAnswer, UNAVAILABLE } from './answer.ts';
import { ApiStore, type ServedApi } from './api-store.ts';
import { controlPlaneActions } from './control-plane/actions.ts';
import { httpControlPlane } from './control-plane/protocol.ts';
import { preflight, withCors } from './cors.ts';
import type { Api, FunctionIntegration, Integration, Route } from './definitions.ts';
import { callEndpoint } from './endpoint-integration.ts';
import { type EventFacts, mappingValues, payloadEvent, responseValues } from './event.ts';
import { type AuthorizerResult, type AuthorizerTools, decideByFunction } from './function-authorizer.ts';
import { decideOnToken, type JwtDecision } from './jwt.ts';
import { addressOf, PATH_PREFIX } from './names.ts';
import { callService } from './service-integration.ts';

export interface HttpApiModule extends ServiceModule {
  /** Serves all APIs, each at `/_api/<name>`. */
  readonly pathHandler: PathHandler;
  /** The service with which clients create and change APIs. */
  readonly controlPlane: ServiceModule;
}

interface Exchange extends RequestFacts {
  readonly kernel: Kernel;
  readonly served: ServedApi;
  readonly request: WireRequest;
  /** Decoded path below the API's address, with a leading slash. */
  readonly path: string;
}

type Decision = { readonly authorized: EventFacts['authorized'] } | { readonly refused: WireResponse };

/** Maximum size of a request body on API Gateway, in bytes. */
const MAX_BODY_BYTES = 10 * 2 ** 20;

const NOT_FOUND = ownAnswer(404, 'Not Found');

/** API Gateway's HTTP APIs: routes to functions, services and HTTP endpoints, JWT and Lambda authorizers, CORS and throttling. */
export const createHttpApi = (kernel: Kernel, { issuers }: { issuers: Issuers }): HttpApiModule => {
  const apis = new ApiStore(kernel.store);
  const throttles = new Throttles();
  const cache = new AuthorizerCache<AuthorizerResult>();

  const routed = async (exchange: Exchange): Promise<WireResponse> => {
    const { served, request, path } = exchange;
    const { api, routes, integrations, stage } = served;
    const match = matchRoute(routes, request.method, path);
    const integration = match && integrations.get(match.route.integrationId);
    if (!stage || !match || !integration) return NOT_FOUND;
    if (request.body.length > MAX_BODY_BYTES) return ownAnswer(413, 'Request Entity Too Large');
    const decision = await authorize(exchange, match, { issuers, kernel, cache });
    if (decision && 'refused' in decision) return decision.refused;
    // After the authorizer, so that requests without a valid token do not use up the limit of those with one.
    const { routeKey } = match.route;
    const limit = stage.routeThrottles[routeKey] ?? stage.throttle;
    if (!throttles.take(`${api.apiId} ${routeKey}`, limit, kernel.clock.now()))
      return ownAnswer(429, 'Too Many Requests');
    kernel.meter.add('apigateway', 'HTTP API requests', 1);
    return invoke(exchange, match, integration, decision?.authorized);
  };

  const answer = async (request: WireRequest, facts: RequestFacts): Promise<WireResponse> => {
    const [, name = '', path = ''] = /^\/_api\/([^/]*)(.*)$/s.exec(request.path) ?? [];
    const served = apis.served(decode(name));
    if (!served || served.api.disabled) return NOT_FOUND;
    const { cors } = served.api;
    const early = preflight(cors, request);
    if (early) return early;
    const exchange = { ...facts, kernel, served, request, path: path === '' ? '/' : decode(path) };
    const { status, headers, body } = withCors(cors, request, await routed(exchange));
    return { status, headers: { 'apigw-requestid': facts.requestId, ...headers }, body };
  };

  const actions = httpApiActions({
    apis,
    issuers: { knows: (issuer) => issuers.find(issuer) !== undefined },
    home: kernel.home,
    endpoint: () => kernel.endpoint(),
  });
  const controlPlane = {
    apis,
    ids: kernel.ids,
    actions,
    addressOf: ({ name }: Api) => addressOf(kernel.endpoint(), name),
  };

  return {
    service: { name: 'apigateway', actions, protocols: [] },
    controlPlane: {
      service: {
        name: 'apigatewayv2',
        actions: controlPlaneActions(controlPlane),
        protocols: [httpControlPlane],
      },
    },
    pathHandler: { prefix: PATH_PREFIX, hasOriginRules: true, answer },
  };
};

/** Decodes a path; returns the text unchanged if its percent encoding is invalid. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What the authorizers need. */
interface Tools extends AuthorizerTools {
  readonly issuers: Issuers;
}

/** Runs the authorizer of a route. Resolves with undefined if the route has no authorizer. */
const authorize = async (
  exchange: Exchange,
  match: RouteMatch<Route>,
  { issuers, ...tools }: Tools,
): Promise<Decision | undefined> => {
  const { authorizerId, scopes } = match.route;
  if (authorizerId === undefined) return undefined;
  const authorizer = exchange.served.authorizers.get(authorizerId);
  if (!authorizer)
    return { refused: refusal({ allowed: false, status: 401, reason: 'the authorizer does not exist' }) };
  if ('functionArn' in authorizer) {
    const decision = await decideByFunction(authorizer, factsOf(exchange, match, undefined), tools);
    if (decision.allowed) return { authorized: { lambda: decision.context } };
    return { refused: REFUSED_BY_FUNCTION[decision.status] };
  }
  // Uses wall-clock time, as the issuers of tokens do.
  const { clock } = exchange.kernel;
  const nowMs = clock.now() - clock.offsetMs();
  const token = exchange.request.headers.authorization;
  const decision = await decideOnToken(token, { authorizer, issuers, scopes, nowMs });
  return decision.allowed ? { authorized: { jwt: decision.authorized } } : { refused: refusal(decision) };
};

const REFUSED_BY_FUNCTION: Readonly<Record<401 | 403 | 500, WireResponse>> = {
  401: ownAnswer(401, 'Unauthorized'),
  403: ownAnswer(403, 'Forbidden'),
  500: INTERNAL_ERROR,
};

const refusal = ({ status, reason }: JwtDecision & { allowed: false }): WireResponse => {
  if (status === 403) return ownAnswer(403, 'Forbidden', { 'www-authenticate': 'Bearer error="insufficient_scope"' });
  const why = reason === undefined ? '' : ` error="invalid_token" error_description="${reason}"`;
  return ownAnswer(401, 'Unauthorized', { 'www-authenticate': `Bearer${why}` });
};

const factsOf = (
  { kernel, served, request, path, requestId }: Exchange,
  match: RouteMatch<Route>,
  authorized: EventFacts['authorized'],
): EventFacts => ({
  request,
  path,
  match,
  requestId,
  authorized,
  apiId: served.api.apiId,
  accountId: kernel.home.accountId,
  nowMs: kernel.clock.now(),
  stageVariables: served.stage?.variables ?? {},
});

const invoke = async (
  exchange: Exchange,
  match: RouteMatch<Route>,
  integration: Integration,
  authorized: EventFacts['authorized'],
): Promise<WireResponse> => {
  const facts = factsOf(exchange, match, authorized);
  const answered = await resultWithin(backendAnswer(exchange, integration, facts), integration.timeoutMs);
  if (answered === LATE || answered === UNAVAILABLE) return UNAVAILABLE;
  // An error of API Gateway is no response of the integration.
  const changes = answered === INTERNAL_ERROR ? undefined : integration.responses?.[answered.status];
  return changes ? mappedResponse(changes, answered, responseValues(facts, answered)) : answered;
};

const backendAnswer = (
  { kernel, signal }: Exchange,
  integration: Integration,
  facts: EventFacts,
): Promise<WireResponse> => {
  if ('uri' in integration) return callEndpoint(kernel, integration, { facts, signal });
  const executeApiResource = `${facts.apiId}/$default/${facts.match.route.routeKey.replace(' ', '')}`;
  return 'functionArn' in integration
    ? invokeFunction(kernel, integration, { facts, executeApiResource })
    : callService(kernel, integration, { values: mappingValues(facts), executeApiResource });
};

const invokeFunction = async (
  kernel: Kernel,
  { functionArn, changes }: FunctionIntegration,
  { facts, executeApiResource }: { readonly facts: EventFacts; readonly executeApiResource: string },
): Promise<WireResponse> => {
  const event = payloadEvent(facts, changes);
  const { payload } = await callFunction(kernel, { functionArn, payload: event, executeApiResource });
  return payload === undefined ? INTERNAL_ERROR : functionAnswer(payload);
};
