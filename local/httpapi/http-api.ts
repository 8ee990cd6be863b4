import { arnOf } from '../aws/arn.ts';
import { serviceCaller } from '../aws/caller.ts';
import type { ServiceModule, WireRequest, WireResponse } from '../aws/service.ts';
import type { RequestFacts, Site } from '../gateway/gateway.ts';
import type { Kernel } from '../kernel.ts';
import { httpApiActions } from './actions.ts';
import { functionAnswer, INTERNAL_ERROR, ownAnswer } from './answer.ts';
import { ApiStore, type Served } from './api-store.ts';
import { preflight, withCors } from './cors.ts';
import type { Integration, Route } from './definitions.ts';
import { payloadEvent } from './event.ts';
import { type Authorized, decideOnToken, type Issuers, type JwtDecision } from './jwt.ts';
import { SITE_PREFIX } from './names.ts';
import { matchRoute, type RouteMatch } from './route-match.ts';
import { Throttles } from './throttles.ts';

export interface HttpApiModule extends ServiceModule {
  /** Serves every API at `/_api/<name>`. */
  readonly site: Site;
}

interface Exchange extends RequestFacts {
  readonly kernel: Kernel;
  readonly served: Served;
  readonly request: WireRequest;
  /** Below the API's address, decoded, with its slash at the front. */
  readonly path: string;
}

/** What API Gateway takes at most. */
const MAX_BODY_BYTES = 10 * 2 ** 20;

const NOT_FOUND = ownAnswer(404, 'Not Found');

/** API Gateway's HTTP APIs: routes to functions, JWT authorizers, CORS and throttling. */
export const createHttpApi = (kernel: Kernel, { issuers }: { issuers: Issuers }): HttpApiModule => {
  const apis = new ApiStore(kernel.store);
  const throttles = new Throttles();

  const routed = async (exchange: Exchange): Promise<WireResponse> => {
    const { served, request, path } = exchange;
    const { api, routes, integrations, stage } = served;
    const match = matchRoute(routes, request.method, path);
    const integration = match && integrations.get(match.route.integrationId);
    if (!stage || !match || !integration) return NOT_FOUND;
    if (!throttles.take(api.apiId, stage, match.route.routeKey, kernel.clock.now()))
      return ownAnswer(429, 'Too Many Requests');
    if (request.body.length > MAX_BODY_BYTES) return ownAnswer(413, 'Request Entity Too Large');
    const decision = await authorize(exchange, match.route, issuers);
    if (decision?.allowed === false) return refusal(decision);
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

  return {
    service: {
      name: 'apigateway',
      actions: httpApiActions({
        apis,
        issuers: { knows: (issuer) => issuers.find(issuer) !== undefined },
        endpoint: () => kernel.endpoint(),
      }),
      protocols: [],
    },
    site: { prefix: SITE_PREFIX, hasOriginRules: true, answer },
  };
};

/** What is not properly encoded stays as it is. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Undefined on a route that asks for no token. Tokens are on the machine's time, as their issuer is. */
const authorize = async (
  { kernel, served, request }: Exchange,
  route: Route,
  issuers: Issuers,
): Promise<JwtDecision | undefined> => {
  if (route.authorizerId === undefined) return undefined;
  const authorizer = served.authorizers.get(route.authorizerId);
  if (!authorizer) return { allowed: false, status: 401, reason: 'the authorizer is not there' };
  const nowMs = kernel.clock.now() - kernel.clock.offsetMs();
  return decideOnToken(request.headers.authorization, { authorizer, issuers, scopes: route.scopes, nowMs });
};

const refusal = ({ status, reason }: JwtDecision & { allowed: false }): WireResponse => {
  if (status === 403) return ownAnswer(403, 'Forbidden', { 'www-authenticate': 'Bearer error="insufficient_scope"' });
  const why = reason === undefined ? '' : ` error="invalid_token" error_description="${reason}"`;
  return ownAnswer(401, 'Unauthorized', { 'www-authenticate': `Bearer${why}` });
};

const invoke = async (
  { kernel, served, request, path, requestId }: Exchange,
  match: RouteMatch,
  { functionArn, timeoutMs }: Integration,
  authorized: Authorized | undefined,
): Promise<WireResponse> => {
  const { home, clock, services, log } = kernel;
  const { apiId } = served.api;
  const nowMs = clock.now();
  const { accountId } = home;
  const event = payloadEvent({ request, path, match, apiId, accountId, requestId, nowMs, authorized });
  const caller = serviceCaller('apigateway.amazonaws.com', accountId, routeArn(kernel, apiId, match.route.routeKey));
  try {
    const invoked = services.call('lambda', 'Invoke', { FunctionName: functionArn, Payload: event }, caller);
    const answered = await within(invoked, timeoutMs);
    if (answered === LATE) return ownAnswer(503, 'Service Unavailable');
    const { FunctionError, Payload } = answered as { FunctionError?: string; Payload: string };
    return FunctionError === undefined ? functionAnswer(Payload) : INTERNAL_ERROR;
  } catch (error) {
    log.warn('A route could not invoke its function.', { route: match.route.routeKey, error: String(error) });
    return INTERNAL_ERROR;
  }
};

/** `arn:aws:execute-api:<region>:<account>:<api>/$default/GET/pets/{id}`, which the function's permission names. */
const routeArn = ({ home }: Kernel, apiId: string, routeKey: string): string =>
  arnOf(home, 'execute-api', `${apiId}/$default/${routeKey.replace(' ', '')}`);

const LATE = Symbol('late');

const within = async <T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
