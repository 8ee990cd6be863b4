import type { Issuers } from '../../../core/issuers.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { PathHandler, RequestFacts } from '../../../core/path-handler.ts';
import type { ServiceModule, WireRequest, WireResponse } from '../../../core/service.ts';
import { matchRoute } from '../route-match.ts';
import { Throttles } from '../throttles.ts';
import { restApiActions } from './actions.ts';
import { ANSWERS, type GatewayAnswer, isGatewayAnswer } from './answer.ts';
import { createAuthorize } from './authorize.ts';
import { controlPlane } from './control-plane.ts';
import type { Kinds, RestApi } from './definitions.ts';
import type { EventFacts } from './event.ts';
import { customized } from './gateway-response.ts';
import { integrated } from './integrate.ts';
import { RestStore, type ServedMethod } from './rest-store.ts';
import { takeRequest } from './usage.ts';
import { invalidRequest } from './validation.ts';

/** Path prefix of REST APIs at the gateway; the id and the stage of the API follow it. */
const PATH_PREFIX = '/_rest/';

export interface RestApiModule extends ServiceModule {
  /** Serves all APIs, each at `/_rest/<id>/<stage>`. */
  readonly pathHandler: PathHandler;
}

/** A request for a stage of an API. */
interface StageRequest {
  readonly api: RestApi;
  readonly stage: Kinds['stage'];
  readonly request: WireRequest;
  /** Decoded path below the stage, with a leading slash. */
  readonly path: string;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
}

/** A response, and what is known of the request, for the gateway responses of the API. */
interface Answered {
  readonly answer: WireResponse | GatewayAnswer;
  readonly facts: EventFacts;
}

/** Maximum size of a request body on API Gateway, in bytes. */
const MAX_BODY_BYTES = 10 * 2 ** 20;

/**
 * API Gateway's REST APIs: methods that call functions or actions of services or have no backend, authorizers, request
 * validators, API keys, usage plans and gateway responses.
 */
export const createRestApi = (kernel: Kernel, { issuers }: { issuers: Issuers }): RestApiModule => {
  const store = new RestStore(kernel.store);
  const throttles = new Throttles();
  const authorize = createAuthorize(kernel, { store, issuers });

  const answer = async (request: WireRequest, { requestId, signal }: RequestFacts): Promise<WireResponse> => {
    const [, id = '', name = '', rest = ''] = /^\/_rest\/([^/]*)\/([^/]*)(.*)$/s.exec(request.path) ?? [];
    const api = store.definitions.find('api', id);
    const stage = store.definitions.find('stage', `${id}/${name}`);
    if (!api || !stage) return ANSWERS.forbidden;
    const answered = await routed({ api, stage, request, path: decoded(rest) || '/', signal }, requestId);
    return isGatewayAnswer(answered.answer) ? customized(answered.answer, answered.facts, store) : answered.answer;
  };

  const routed = async (asked: StageRequest, requestId: string): Promise<Answered> => {
    const { api, request, path } = asked;
    const match = matchRoute(store.methodsOf(api), request.method, path.length > 1 ? path.replace(/\/$/, '') : path);
    const facts = factsOf(kernel, asked, requestId);
    if (!match) return { answer: ANSWERS.unknownPath, facts };
    const { route: method, pathParameters } = match;
    return called(asked, method, { ...facts, method, pathParameters });
  };

  const called = async (asked: StageRequest, method: ServedMethod, unknown: EventFacts): Promise<Answered> => {
    const { authorizer, usageKey, refused } = await authorize(method, unknown);
    const facts = { ...unknown, authorizer };
    const answer = refused ?? (await refusal(asked, method, { facts, usageKey }));
    return { answer: answer ?? (await integrated({ kernel, method, facts, signal: asked.signal })), facts };
  };

  /** The response to an authorized request that exceeds a limit or is invalid; undefined if it passes. */
  const refusal = async (
    { api, stage, request }: StageRequest,
    method: ServedMethod,
    { facts, usageKey }: { readonly facts: EventFacts; readonly usageKey: string | undefined },
  ): Promise<GatewayAnswer | undefined> => {
    // After the authorizer, so that requests without a valid token do not use up the limit of those with one.
    if (!throttles.take(`${stage.id} ${method.routeKey}`, stage.throttle, kernel.clock.now())) return ANSWERS.throttled;
    if (method.isKeyRequired) {
      const key = api.keySource === 'AUTHORIZER' ? usageKey : request.headers['x-api-key'];
      const refused = await refusedKey(key, stage);
      if (refused) return refused;
    }
    if (request.body.length > MAX_BODY_BYTES) return ANSWERS.tooLarge;
    return invalidRequest(store, request, { route: method, pathParameters: facts.pathParameters });
  };

  /**
   * Counts the request against the usage plan of its key. Resolves with the error response if the key does not permit
   * the request, else with undefined.
   */
  const refusedKey = async (
    value: string | readonly string[] | undefined,
    { apiId, name }: Kinds['stage'],
  ): Promise<GatewayAnswer | undefined> => {
    const admitted = typeof value === 'string' ? store.admitted(value, apiId, name) : undefined;
    if (!admitted) return ANSWERS.forbidden;
    const excess = await takeRequest({ store, throttles }, admitted, kernel.clock.now());
    if (excess === 'THROTTLED') return ANSWERS.throttled;
    return excess === 'USED_UP' ? ANSWERS.usedUp : undefined;
  };

  return {
    service: {
      name: 'restapis',
      actions: restApiActions({
        store,
        ids: kernel.ids,
        clock: kernel.clock,
        issuers,
        home: kernel.home,
        endpoint: () => kernel.endpoint(),
      }),
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

/** What is known of a request before its method. */
const factsOf = (
  { home, clock }: Kernel,
  { api, stage, request, path }: StageRequest,
  requestId: string,
): EventFacts => ({
  request,
  method: { apiId: api.id, resourceId: '', path: '', routeKey: '' },
  path,
  pathParameters: {},
  stage: stage.name,
  stageVariables: stage.variables ?? {},
  accountId: home.accountId,
  requestId,
  nowMs: clock.now(),
  authorizer: undefined,
  binaryTypes: api.binaryMediaTypes ?? [],
});
