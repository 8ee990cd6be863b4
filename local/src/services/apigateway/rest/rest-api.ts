import { arnOf } from '../../../core/aws/arn.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import type { Issuers } from '../../../core/issuers.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { PathHandler, RequestFacts } from '../../../core/path-handler.ts';
import type { ServiceModule, WireRequest, WireResponse } from '../../../core/service.ts';
import { callFunction, LATE, within } from '../call-function.ts';
import { matchRoute, type RouteMatch } from '../route-match.ts';
import { Throttles } from '../throttles.ts';
import { restApiActions } from './actions.ts';
import { ANSWERS, functionAnswer } from './answer.ts';
import { decideOnToken } from './cognito-authorizer.ts';
import { controlPlane } from './control-plane.ts';
import type { Integration, IntegrationResponse } from './definitions.ts';
import { type EventFacts, proxyEvent } from './event.ts';
import { answerOf, sentBody } from './mapped-body.ts';
import { mappedParameters } from './request-mapping.ts';
import { RestStore, type ServedMethod } from './rest-store.ts';
import { sendToService } from './service-call.ts';
import { takeRequest } from './usage.ts';
import { contentType, invalidRequest } from './validation.ts';

/** Path prefix of REST APIs at the gateway; the id and the stage of the API follow it. */
const PATH_PREFIX = '/_rest/';

export interface RestApiModule extends ServiceModule {
  /** Serves all APIs, each at `/_rest/<id>/<stage>`. */
  readonly pathHandler: PathHandler;
}

interface Exchange extends RequestFacts {
  readonly kernel: Kernel;
  readonly request: WireRequest;
  readonly stage: string;
  readonly stageVariables: EventFacts['stageVariables'];
  /** Decoded path below the stage, with a leading slash. */
  readonly path: string;
  readonly claims: EventFacts['claims'];
}

/** Maximum size of a request body on API Gateway, in bytes. */
const MAX_BODY_BYTES = 10 * 2 ** 20;

/**
 * API Gateway's REST APIs: methods that call functions or actions of services or have no backend, authorizers, request
 * validators, API keys and usage plans.
 */
export const createRestApi = (kernel: Kernel, { issuers }: { issuers: Issuers }): RestApiModule => {
  const store = new RestStore(kernel.store);
  const throttles = new Throttles();

  const answer = async (request: WireRequest, facts: RequestFacts): Promise<WireResponse> => {
    const [, id = '', stage = '', rest = ''] = /^\/_rest\/([^/]*)\/([^/]*)(.*)$/s.exec(request.path) ?? [];
    const api = store.definitions.find('api', id);
    const served = store.definitions.find('stage', `${id}/${stage}`);
    if (!api || !served) return ANSWERS.forbidden;
    const path = decoded(rest) || '/';
    const match = matchRoute(store.methodsOf(api), request.method, path.length > 1 ? path.replace(/\/$/, '') : path);
    if (!match) return ANSWERS.unknownPath;
    const decision = await authorized(request, match.route);
    if ('refused' in decision) return decision.refused;
    // After the authorizer, so that requests without a valid token do not use up the limit of those with one.
    if (!throttles.take(`${served.id} ${match.route.routeKey}`, served.throttle, kernel.clock.now()))
      return ANSWERS.throttled;
    const refused = match.route.isKeyRequired ? await refusal(request, id, stage) : undefined;
    if (refused) return refused;
    if (request.body.length > MAX_BODY_BYTES) return ANSWERS.tooLarge;
    const invalid = invalidRequest(store, request, match);
    if (invalid) return invalid;
    const { variables: stageVariables = {} } = served;
    return integrated({ ...facts, ...decision, kernel, request, stage, stageVariables, path }, match);
  };

  /** Runs the authorizer of a method, if it has one. */
  const authorized = async (
    request: WireRequest,
    { authorization }: ServedMethod,
  ): Promise<Pick<EventFacts, 'claims'> | { readonly refused: WireResponse }> => {
    if (!authorization) return { claims: undefined };
    const authorizer = store.definitions.find('authorizer', authorization.authorizerId);
    if (!authorizer) return { refused: ANSWERS.unauthorized };
    const token = request.headers[authorizer.header];
    // Uses wall-clock time, as the issuers of tokens do.
    const nowMs = kernel.clock.now() - kernel.clock.offsetMs();
    const { scopes } = authorization;
    const decision = await decideOnToken(typeof token === 'string' ? token : undefined, authorizer, {
      issuers,
      scopes,
      nowMs,
    });
    if ('claims' in decision) return decision;
    return { refused: decision.refused === 'EXPIRED' ? ANSWERS.expired : ANSWERS.unauthorized };
  };

  /**
   * Counts the request against the usage plan of its key. Resolves with the error response if the key does not permit
   * the request, else with undefined.
   */
  const refusal = async (request: WireRequest, id: string, stage: string): Promise<WireResponse | undefined> => {
    const value = request.headers['x-api-key'];
    const admitted = typeof value === 'string' ? store.admitted(value, id, stage) : undefined;
    if (!admitted) return ANSWERS.forbidden;
    const excess = await takeRequest({ store, throttles }, admitted, kernel.clock.now());
    if (excess === 'THROTTLED') return ANSWERS.throttled;
    return excess === 'USED_UP' ? ANSWERS.usedUp : undefined;
  };

  return {
    service: {
      name: 'restapis',
      actions: restApiActions({ store, ids: kernel.ids, clock: kernel.clock, issuers }),
      protocols: [controlPlane],
    },
    pathHandler: {
      prefix: PATH_PREFIX,
      // The methods of an API decide which origins may call them: an OPTIONS method answers preflight requests.
      hasOriginRules: true,
      answer: async (request, facts) => {
        const { status, headers, body } = await answer(request, facts);
        return { status, headers: { 'x-amzn-requestid': facts.requestId, ...headers }, body };
      },
    },
  };
};

/** Decodes a path; returns the text unchanged if its percent encoding is invalid. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const integrated = async (exchange: Exchange, match: RouteMatch<ServedMethod>): Promise<WireResponse> => {
  const { integration, timeoutMs } = match.route;
  if (integration.kind === 'mock') return mocked(exchange, integration);
  const work =
    integration.kind === 'function' ? proxied(exchange, match, integration) : acted(exchange, match, integration);
  const answered = await within(work, timeoutMs);
  return answered === LATE ? ANSWERS.late : answered;
};

const factsOf = (
  { kernel, request, stage, stageVariables, path, requestId, claims }: Exchange,
  { route, pathParameters }: RouteMatch<ServedMethod>,
): EventFacts => ({
  request,
  method: route,
  path,
  pathParameters,
  stage,
  stageVariables,
  accountId: kernel.home.accountId,
  requestId,
  nowMs: kernel.clock.now(),
  claims,
});

const executeApiResource = ({ stage }: Exchange, { apiId, routeKey }: ServedMethod): string =>
  `${apiId}/${stage}/${routeKey.replace(' ', '')}`;

const proxied = async (
  exchange: Exchange,
  match: RouteMatch<ServedMethod>,
  { functionArn }: Extract<Integration, { kind: 'function' }>,
): Promise<WireResponse> => {
  const payload = proxyEvent(factsOf(exchange, match));
  const resource = executeApiResource(exchange, match.route);
  const answered = await callFunction(exchange.kernel, { functionArn, payload, executeApiResource: resource });
  if (!answered.isInvoked) return ANSWERS.failed;
  return answered.payload === undefined ? ANSWERS.malformed : functionAnswer(answered.payload);
};

/** Sends the request to the service as the integration changes it, and returns the service's answer. */
const acted = async (
  exchange: Exchange,
  match: RouteMatch<ServedMethod>,
  integration: Extract<Integration, { kind: 'action' }>,
): Promise<WireResponse> => {
  const { service, action, path = '', mappings = [], roleArn, responses } = integration;
  const { kernel } = exchange;
  const facts = factsOf(exchange, match);
  const body = sentBody(integration, facts, kernel);
  if ('refused' in body) return body.refused;
  const parameters = mappedParameters(mappings, facts);
  const sourceArn = arnOf(kernel.home, 'execute-api', executeApiResource(exchange, match.route));
  const assumedBy = { service: 'apigateway.amazonaws.com', sourceArn };
  const answered = await sendToService(kernel, {
    service,
    action,
    path: path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(parameters.path[name] ?? '')),
    query: parameters.query,
    headers: parameters.headers,
    body: body.text,
    caller: assumedRole(roleArn, 'BackplaneAssumeRoleSession', assumedBy),
  });
  const matching = answered && responseFor(responses, answered.status);
  if (!matching) return ANSWERS.failed;
  return answerOf(matching, String(answered.body), { facts, kernel });
};

/** The response whose pattern matches a status, else the one without a pattern. */
const responseFor = (responses: readonly IntegrationResponse[], status: number): IntegrationResponse | undefined =>
  responses.find(({ pattern }) => pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(String(status))) ??
  responses.find(({ pattern }) => pattern === undefined);

const mocked = (
  { request }: Exchange,
  { statuses, isStrict, responses }: Extract<Integration, { kind: 'mock' }>,
): WireResponse => {
  const status = statuses[contentType(request)];
  if (status === undefined) return isStrict ? ANSWERS.unsupportedType : ANSWERS.failed;
  const matching = responseFor(responses, status);
  if (!matching) return ANSWERS.failed;
  return {
    status: matching.status,
    headers: { 'content-type': 'application/json', ...matching.headers },
    body: matching.body ?? '',
  };
};
