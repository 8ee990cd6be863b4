import { logTime } from '../../../core/payload/event.ts';
import type { WireRequest } from '../../../core/service.ts';
import { type BinaryTypes, hasBinaryBody } from './binary.ts';
import type { ServedMethod } from './rest-store.ts';

/** The method of a request. If no method matches the request, only the API is known, and the other members are empty. */
type CalledMethod = Pick<ServedMethod, 'apiId' | 'resourceId' | 'path' | 'routeKey'>;

/** The facts of a request whose body does not matter. */
export interface RequestFacts {
  readonly request: WireRequest;
  readonly method: CalledMethod;
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly stage: string;
  readonly accountId: string;
  readonly requestId: string;
  readonly nowMs: number;
  readonly stageVariables: { readonly [name: string]: string };
  /**
   * The members of `requestContext.authorizer`: the claims of a token, or the principal and the context that a Lambda
   * authorizer returns. Undefined if the method has no authorizer.
   */
  readonly authorizer: Readonly<Record<string, unknown>> | undefined;
}

export interface EventFacts extends RequestFacts {
  /** The API's media types of binary bodies. */
  readonly binaryTypes: BinaryTypes;
}

/**
 * The event for a function of a REST API (payload format 1.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const proxyEvent = (facts: EventFacts): Record<string, unknown> => ({
  ...requestEvent(facts),
  ...bodyOf(facts),
});

const requestEvent = (facts: RequestFacts): Record<string, unknown> => {
  const { request, method, path, pathParameters, stageVariables } = facts;
  return {
    resource: method.path,
    path,
    httpMethod: request.method,
    headers: headersOf(request),
    multiValueHeaders: multiValueHeadersOf(request),
    queryStringParameters: orNull(Object.fromEntries(request.query)),
    multiValueQueryStringParameters: orNull(
      Object.fromEntries([...new Set(request.query.keys())].map((name) => [name, request.query.getAll(name)])),
    ),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stageVariables),
    requestContext: requestContext(facts),
  };
};

/** The body of an event: binary content in base64, any other content as text. */
const bodyOf = ({ request, binaryTypes }: EventFacts): { body: string | null; isBase64Encoded: boolean } => {
  const { body } = request;
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const isBase64Encoded = hasBinaryBody(binaryTypes, request);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
};

const requestContext = (facts: RequestFacts) => {
  const { request, method, path, stage, accountId, requestId, nowMs, authorizer } = facts;
  return {
    accountId,
    apiId: method.apiId,
    resourceId: method.resourceId,
    resourcePath: method.path,
    ...(authorizer && { authorizer }),
    stage,
    requestId,
    httpMethod: request.method,
    path: `/${stage}${path}`,
    protocol: 'HTTP/1.1',
    requestTime: logTime(nowMs),
    requestTimeEpoch: nowMs,
    identity: { sourceIp: '127.0.0.1', userAgent: request.headers['user-agent'] ?? null },
  };
};

/**
 * The event for a Lambda authorizer. An authorizer of type TOKEN gets only the token.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export const authorizerEvent = (
  facts: RequestFacts,
  { type, token }: { readonly type: 'TOKEN' | 'REQUEST'; readonly token: string },
  methodArn: string,
): Record<string, unknown> => {
  if (type === 'TOKEN') return { type, methodArn, authorizationToken: token };
  const members = Object.entries(requestEvent(facts)).map(([name, value]) => [name, value ?? {}]);
  return { type, methodArn, ...Object.fromEntries(members) };
};

/** The members of `context` in mappings. */
export const contextOf = (facts: RequestFacts): object => ({
  ...requestContext(facts),
  extendedRequestId: facts.requestId,
});

const orNull = <T extends object>(value: T): T | null => (Object.keys(value).length === 0 ? null : value);

/** Headers that API Gateway does not pass to functions. */
const WITHHELD = new Set(['x-api-key']);

const given = ({ headers }: WireRequest) =>
  Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || WITHHELD.has(name) ? [] : [[name, value] as const],
  );

const headersOf = (request: WireRequest): Record<string, string> =>
  Object.fromEntries(given(request).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));

const multiValueHeadersOf = (request: WireRequest): Record<string, readonly string[]> =>
  Object.fromEntries(given(request).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
