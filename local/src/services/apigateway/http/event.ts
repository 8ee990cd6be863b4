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
  const { request, match, stageVariables } = facts;
  const { pathParameters } = match;
  const cookies = request.headers.cookie?.split(/; ?/);
  const { headers, search, query, path } = sentRequest(facts, changes);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: search,
    ...(cookies && { cookies }),
    headers,
    ...(search !== '' && { queryStringParameters: joined(query) }),
    requestContext: requestContext(facts),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(Object.keys(stageVariables).length > 0 && { stageVariables }),
    ...bodyOf(request),
  };
};

/** The request as the function gets it. An unchanged query string is as the client wrote it. */
const sentRequest = (facts: EventFacts, changes: ActionedParameters) => {
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
  const { http, time, timeEpoch, ...context } = requestContext(facts);
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

const requestContext = (facts: EventFacts) => {
  const { request, path, match, apiId, accountId, requestId, nowMs, authorized } = facts;
  const host = request.headers.host ?? '';
  return {
    accountId,
    apiId,
    ...(authorized && { authorizer: authorized }),
    domainName: host.replace(/:\d+$/, ''),
    domainPrefix: host.replace(/[.:].*$/, ''),
    http: {
      method: request.method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: match.route.routeKey,
    stage: '$default',
    time: logTime(nowMs),
    timeEpoch: nowMs,
  };
};

const headersOf = ({ headers }: WireRequest): Record<string, string> => {
  const { cookie: _, ...others } = headers;
  const pairs = Object.entries(others).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, Array.isArray(value) ? value.join(',') : value] as const];
  });
  return {
    ...Object.fromEntries(pairs),
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-port': /:(\d+)$/.exec(headers.host ?? '')?.[1] ?? '80',
    'x-forwarded-proto': 'http',
  };
};

const joined = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));

const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)\b|application\/[\w.-]+\+(?:json|xml)\b)/i;

/** The body of an event: text unchanged, any other content in base64. */
export const bodyOf = ({ headers, body }: WireRequest): { body?: string; isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain');
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time in the format of access logs: `12/Mar/2020:19:03:58 +0000`. */
export const logTime = (ms: number): string => {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
};
