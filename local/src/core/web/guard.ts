import type { IncomingHttpHeaders } from 'node:http';

/** The parts of a request that the guard checks. */
export interface GuardedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Header names and values, alternating, as received. */
  readonly rawHeaders: readonly string[];
  /** True for path handlers with their own CORS rules. Pages on other loopback ports may send requests to them. */
  readonly allowsLoopbackOrigins: boolean;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly statusCode: number;
}

/** Header limit; no AWS client sends this many. */
export const MAX_HEADERS = 100;

const LOOPBACK_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;
/** Methods of the AWS protocols, and HEAD. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']);
const LOOPBACK_ORIGIN = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
const READING = new Set(['GET', 'HEAD']);
/** Sec-Fetch-Site values of a page of this origin, and of a URL that a user typed. */
const OWN_SITES = new Set(['same-origin', 'none']);

const hostName = (authority: string): string => authority.replace(/:\d*$/, '').toLowerCase();

/** Every browser's User-Agent starts with Mozilla/; scripts and SDKs have others. */
const isBrowser = (headers: IncomingHttpHeaders): boolean => /^Mozilla\//i.test(headers['user-agent'] ?? '');

/** Whether a page may send the content type to another origin without a CORS preflight. */
const isForm = (headers: IncomingHttpHeaders): boolean =>
  /^(?:|text\/plain|application\/x-www-form-urlencoded)(?:;|$)/i.test(headers['content-type']?.trim() ?? '');

const saysWhereFrom = (headers: IncomingHttpHeaders): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;

const forbidden = (message: string): Refusal => ({ code: 'AccessDeniedException', message, statusCode: 403 });

type Check = (request: GuardedRequest) => Refusal | undefined;

const CHECKS: readonly Check[] = [
  ({ rawHeaders }) =>
    rawHeaders.length > 2 * MAX_HEADERS
      ? {
          code: 'RequestHeaderSectionTooLarge',
          message: `A request may have at most ${MAX_HEADERS} headers.`,
          statusCode: 431,
        }
      : undefined,
  ({ headers: { host } }) =>
    host === undefined || !LOOPBACK_NAME.test(hostName(host))
      ? forbidden('The Host header must be localhost or 127.0.0.1.')
      : undefined,
  ({ headers: { host, origin }, allowsLoopbackOrigins }) => {
    const isOwn = origin === undefined || origin.toLowerCase() === `http://${host?.toLowerCase()}`;
    const isKnown = isOwn || (allowsLoopbackOrigins && LOOPBACK_ORIGIN.test(origin.toLowerCase()));
    return isKnown ? undefined : forbidden('Requests from pages of other origins are refused.');
  },
  ({ headers, allowsLoopbackOrigins }) => {
    const site = headers['sec-fetch-site'];
    const isKnown =
      typeof site === 'string' && (OWN_SITES.has(site) || (allowsLoopbackOrigins && site === 'same-site'));
    const isForeign = site !== undefined && !isKnown;
    return isForeign ? forbidden('Requests from pages of other sites are refused.') : undefined;
  },
  ({ method, headers }) =>
    !READING.has(method) && isBrowser(headers) && isForm(headers) && !saysWhereFrom(headers)
      ? forbidden(
          'Browsers must send the Origin or Sec-Fetch-Site header with a form. Send JSON with content-type application/json.',
        )
      : undefined,
  ({ headers }) =>
    /^multipart\//i.test(headers['content-type'] ?? '')
      ? { code: 'UnsupportedMediaTypeException', message: 'Multipart forms are not supported.', statusCode: 415 }
      : undefined,
  ({ method, allowsLoopbackOrigins }) =>
    METHODS.has(method) || (allowsLoopbackOrigins && method === 'OPTIONS')
      ? undefined
      : { code: 'MethodNotAllowedException', message: `The method ${method} is not supported.`, statusCode: 405 },
];

/**
 * The reason to refuse a request; undefined to accept it. The server listens on loopback only, so the remaining
 * attackers are web pages in a browser on this machine. They can use DNS rebinding (checked by Host), cross-origin
 * requests (Origin, Sec-Fetch-Site), and cross-origin forms of old browsers that send neither Origin nor
 * Sec-Fetch-Site.
 */
export const refusal = (request: GuardedRequest): Refusal | undefined => {
  for (const check of CHECKS) {
    const refused = check(request);
    if (refused) return refused;
  }
  return undefined;
};
