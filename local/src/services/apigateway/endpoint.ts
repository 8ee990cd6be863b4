import { badRequest } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import { readEndpoint } from '../../core/web/endpoint.ts';
import { type OutgoingAnswer, OutgoingTimeoutError, sendRequest } from '../../core/web/outgoing-request.ts';
import { type Input, requiredText } from './parameters.ts';

const STAGE_VARIABLE = /\$\{stageVariables\.([\w.-]+)\}/g;
const PATH_PARAMETER = /\{([\w.-]+)\+?\}/g;

/** API Gateway's limit for a response, in bytes. */
const MAX_ANSWER_BYTES = 10 * 2 ** 20;
const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * What is wrong with the URI of an endpoint; undefined if it may be called. `runtime` is the address of this runtime, if
 * it is known. The host of a URI with stage variables is known, and checked, with each request.
 */
export const uriProblem = (name: string, uri: string, runtime?: string): string | undefined => {
  if (uri.search(STAGE_VARIABLE) >= 0) return undefined;
  const read = readEndpoint(uri.replaceAll(PATH_PARAMETER, 'x'), runtime);
  if (read === 'runtime') return `${name} ${uri} is the address of this runtime`;
  if (read !== 'invalid') return undefined;
  return `${name} ${uri} is not supported locally. Use a URL with https, or with http and 127.0.0.1 or localhost`;
};

/** Like `uriProblem`, but throws the problem as BadRequestException. */
export const checkUri = (name: string, uri: string, runtime?: string): void => {
  const problem = uriProblem(name, uri, runtime);
  if (problem !== undefined) throw badRequest(problem);
};

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** The method of the requests to an endpoint; ANY is the method of the client. Throws BadRequestException. */
export const endpointMethod = (input: Input, name: string): string => {
  const method = requiredText(input, name);
  if (METHODS.includes(method)) return method;
  throw badRequest(`${name} ${method} is not one of ${METHODS.join(', ')}`);
};

/** The values of the places in a URI. */
interface UriValues {
  readonly stageVariables: Readonly<Record<string, string | undefined>>;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
}

/** The URL of an endpoint for one request; undefined if it may not be called. */
export const endpointUrl = (
  uri: string,
  { stageVariables, pathParameters }: UriValues,
  runtime: string,
): URL | undefined => {
  const text = uri
    .replaceAll(STAGE_VARIABLE, (_, name: string) => stageVariables[name] ?? '')
    .replaceAll(PATH_PARAMETER, (_, name: string) => encodedPath(pathParameters[name] ?? ''));
  const url = readEndpoint(text, runtime);
  return typeof url === 'string' ? undefined : url;
};

/** A parameter `{proxy+}` has several segments, so slashes remain. */
const encodedPath = (value: string): string => value.split('/').map(encodeURIComponent).join('/');

interface EndpointRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** In milliseconds of the wall clock. */
  readonly timeoutMs: number;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
}

export type EndpointFailure = 'LATE' | 'UNREACHABLE' | 'TOO LARGE';

/** Sends a request to an endpoint. Redirects are not followed. Never rejects. */
export const sendToEndpoint = async (
  { log }: Kernel,
  { body, headers, ...request }: EndpointRequest,
): Promise<OutgoingAnswer | EndpointFailure> => {
  const hasBody = body.length > 0 || !WITHOUT_BODY.has(request.method);
  try {
    const answer = await sendRequest({
      ...request,
      headers: hasBody ? { ...headers, 'content-length': String(Buffer.byteLength(body)) } : headers,
      body: hasBody ? body : undefined,
      maxBytes: MAX_ANSWER_BYTES + 1,
    });
    return answer.body.length > MAX_ANSWER_BYTES ? 'TOO LARGE' : answer;
  } catch (error) {
    // The message of an error can have data of the request.
    log.warn('API Gateway could not call an HTTP endpoint.', {
      host: request.url.host,
      error: error instanceof Error ? error.name : 'unknown',
    });
    return error instanceof OutgoingTimeoutError ? 'LATE' : 'UNREACHABLE';
  }
};

/** Headers about one connection, which are not passed on in either direction. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Several values are a list. */
export type HeaderValue = string | readonly string[];

type Headers = Readonly<Record<string, HeaderValue | undefined>>;

/** Headers without those about the connection and the `dropped` ones. */
export const passedHeaders = (headers: Headers, dropped: readonly string[]): Record<string, HeaderValue> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || HOP_BY_HOP.includes(name) || dropped.includes(name) ? [] : [[name, value]],
    ),
  );

/** Like `passedHeaders`, for a request: several values are joined with commas. */
export const passedRequestHeaders = (headers: Headers, dropped: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(passedHeaders(headers, dropped)).map(([name, value]) => [name, String(value)]));
