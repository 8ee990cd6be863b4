import {
  headersOf,
  joined,
  type PayloadFacts,
  requestContext,
  requestEvent,
  type SentRequest,
} from '../../../core/payload/event.ts';
import type { WireRequest, WireResponse } from '../../../core/service.ts';
import type { RouteMatch } from '../route-match.ts';
import { type ActionedParameters, mappedRequest } from './actioned-parameters.ts';
import type { Route } from './definitions.ts';
import type { Authorized } from './jwt.ts';
import type { MappingValues } from './parameter-mapping.ts';

/** The data for an event: the request, and facts that API Gateway adds. */
export interface EventFacts {
  readonly request: WireRequest;
  /** Decoded path below the API's address. It is also the value of `rawPath`, which AWS decodes too. */
  readonly path: string;
  readonly match: RouteMatch<Route>;
  readonly apiId: string;
  readonly accountId: string;
  readonly requestId: string;
  readonly nowMs: number;
  readonly stageVariables: { readonly [name: string]: string };
  /** The result of the authorizer; undefined if the route has no authorizer. */
  readonly authorized:
    | { readonly jwt: Authorized }
    | { readonly lambda: Readonly<Record<string, unknown>> }
    | undefined;
}

/**
 * The event for a function of an HTTP API (payload format 2.0). `changes` are those of its integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const payloadEvent = (facts: EventFacts, changes: ActionedParameters = {}): Record<string, unknown> => {
  const { match, stageVariables } = facts;
  const { pathParameters } = match;
  return {
    ...requestEvent(payloadFacts(facts), sentRequest(facts, changes)),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(Object.keys(stageVariables).length > 0 && { stageVariables }),
  };
};

const payloadFacts = ({ match, authorized, ...facts }: EventFacts): PayloadFacts => ({
  ...facts,
  routeKey: match.route.routeKey,
  authorizer: authorized,
});

/** The request as the function gets it. An unchanged query string is as the client wrote it. */
const sentRequest = (facts: EventFacts, changes: ActionedParameters): SentRequest => {
  const { request, path } = facts;
  const { search, query } = request;
  const headers = headersOf(request);
  if (Object.keys(changes).length === 0) return { headers, search, query, path };
  const mapped = mappedRequest(changes, { headers, query, path }, mappingValues(facts));
  const isSame = mapped.query.toString() === query.toString();
  return { ...mapped, search: isSame ? search : mapped.query.toString() };
};

/** The parts of a request that the parameters of an integration with a service can name. */
export const mappingValues = (facts: EventFacts): MappingValues => {
  const { request, path, match, stageVariables } = facts;
  const { http, time, timeEpoch, ...context } = requestContext(payloadFacts(facts));
  return {
    headers: { ...headersOf(request), ...(request.headers.cookie !== undefined && { cookie: request.headers.cookie }) },
    query: joined(request.query),
    pathParameters: match.pathParameters,
    path,
    body: request.body.toString('utf8'),
    context: {
      ...context,
      authorizer: authorizerVariables(facts.authorized),
      extendedRequestId: facts.requestId,
      httpMethod: http.method,
      identity: { sourceIp: http.sourceIp, userAgent: http.userAgent },
      path,
      protocol: http.protocol,
      requestTime: time,
      requestTimeEpoch: timeEpoch,
    },
    stageVariables,
  };
};

/** Like `mappingValues`, for mappings of the integration's response. */
export const responseValues = (facts: EventFacts, { headers, body }: WireResponse): MappingValues => {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(',')]);
  return {
    ...mappingValues(facts),
    response: { headers: Object.fromEntries(named), body: Buffer.from(body).toString('utf8') },
  };
};

/** The members of `$context.authorizer`: the claims of a token, or the context of a Lambda authorizer. */
const authorizerVariables = (authorized: EventFacts['authorized']): object => {
  if (!authorized) return {};
  return 'jwt' in authorized ? { claims: authorized.jwt.claims } : authorized.lambda;
};
