import { isObject } from '../../../core/parameters/input.ts';
import { readEndpoint } from '../../../core/web/endpoint.ts';
import { requestObject, requestText } from './requests.ts';
import { InvalidRequest } from './source.ts';

type Members = { readonly [name: string]: unknown };

/** A request for the endpoint of a data source. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | undefined;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Headers that HTTP itself sets. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads the request of a handler for `endpoint`. `runtime` is the address of this runtime, which requests must not reach.
 * Throws InvalidRequest.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-http-js.html
 */
export const readHttpRequest = (request: Members, endpoint: string, runtime: string): HttpRequest => {
  const method = requestText(request.method ?? 'GET', 'method');
  if (!METHODS.includes(method)) throw new InvalidRequest(`method must be one of ${METHODS.join(', ')}`);
  const params = isObject(request.params) ? request.params : {};
  const body = params.body === undefined || params.body === null ? undefined : textOf(params.body);
  const headers = headersOf(params.headers);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return { url: urlOf(request, endpoint, runtime), method, headers: { ...headers, ...length }, body };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The path is added to the endpoint's. It begins with a slash, so that it cannot change the host. */
const urlOf = (request: Members, endpoint: string, runtime: string): URL => {
  const path = requestText(request.resourcePath, 'resourcePath');
  if (!path.startsWith('/')) throw new InvalidRequest('resourcePath must begin with a slash');
  const url = readEndpoint(`${endpoint.replace(/\/$/, '')}${path}`, runtime);
  if (typeof url === 'string')
    throw new InvalidRequest('The endpoint is the address of this runtime, which resolvers cannot call');
  const params = isObject(request.params) ? request.params : {};
  for (const [name, value] of Object.entries(isObject(params.query) ? params.query : {}))
    for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, textOf(each));
  return url;
};

const headersOf = (headers: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(requestObject(headers ?? {}, 'headers')).flatMap(([name, value]) =>
      OWN_HEADERS.has(name.toLowerCase()) ? [] : [[name.toLowerCase(), textOf(value)]],
    ),
  );
