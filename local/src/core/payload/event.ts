import type { WireRequest } from '../service.ts';

/** The facts of a request from which its event is made. */
export interface PayloadFacts {
  readonly request: WireRequest;
  readonly path: string;
  /** The route of an HTTP API, or `$default`. */
  readonly routeKey: string;
  readonly apiId: string;
  readonly accountId: string;
  readonly requestId: string;
  readonly nowMs: number;
  /** What the authorization of the request found out; undefined without authorization. */
  readonly authorizer: object | undefined;
}

/** The request as the function gets it. */
export interface SentRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The query string. */
  readonly search: string;
}

/**
 * The event in payload format 2.0, which functions get from HTTP APIs and function URLs.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const requestEvent = (
  facts: PayloadFacts,
  { path, headers, query, search }: SentRequest,
): Readonly<Record<string, unknown>> => {
  const { request, routeKey } = facts;
  const cookies = request.headers.cookie?.split(/; ?/);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: search,
    ...(cookies && { cookies }),
    headers,
    ...(search !== '' && { queryStringParameters: joined(query) }),
    requestContext: requestContext(facts),
    ...bodyOf(request),
  };
};

export const requestContext = (facts: PayloadFacts) => {
  const { request, path, routeKey, apiId, accountId, requestId, nowMs, authorizer } = facts;
  const host = request.headers.host ?? '';
  return {
    accountId,
    apiId,
    ...(authorizer && { authorizer }),
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
    routeKey,
    stage: '$default',
    time: logTime(nowMs),
    timeEpoch: nowMs,
  };
};

/** The headers of an event, with those that AWS adds; cookies have a member of their own. */
export const headersOf = ({ headers }: WireRequest): Record<string, string> => {
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

/** The query parameters; the values of a repeated one are joined by commas. */
export const joined = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));

const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)\b|application\/[\w.-]+\+(?:json|xml)\b)/i;

/** The body of an event: text unchanged, any other content in base64. */
const bodyOf = ({ headers, body }: WireRequest): { body?: string; isBase64Encoded: boolean } => {
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
