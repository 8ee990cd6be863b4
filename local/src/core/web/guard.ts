import type { IncomingHttpHeaders } from 'node:http';

/** What the guard looks at. */
export interface Knock {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values one after the other, as they came. */
  readonly rawHeaders: readonly string[];
  /** Whether pages of other ports of this machine may knock: where answers to other origins follow rules of their own. */
  readonly fromNeighbours: boolean;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly statusCode: number;
}

/** More headers than any client of AWS sends. */
export const MAX_HEADERS = 100;

const LOOPBACK_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;
/** Those of the AWS protocols; HEAD is GET without the answer's body. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']);
const LOOPBACK_ORIGIN = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
const READING = new Set(['GET', 'HEAD']);
/** A page of this very site, or a person who typed the address. */
const OWN_SITES = new Set(['same-origin', 'none']);

const hostName = (authority: string): string => authority.replace(/:\d*$/, '').toLowerCase();

/** Browsers have called themselves Mozilla from the first to the last, scripts and SDKs do not. */
const isBrowser = (headers: IncomingHttpHeaders): boolean => /^Mozilla\//i.test(headers['user-agent'] ?? '');

/** What a form may be sent as, or a script without asking first. */
const isForm = (headers: IncomingHttpHeaders): boolean =>
  /^(?:|text\/plain|application\/x-www-form-urlencoded)(?:;|$)/i.test(headers['content-type']?.trim() ?? '');

const saysWhereFrom = (headers: IncomingHttpHeaders): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;

const forbidden = (message: string): Refusal => ({ code: 'AccessDeniedException', message, statusCode: 403 });

type Check = (knock: Knock) => Refusal | undefined;

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
      ? forbidden('The Host header must name this machine.')
      : undefined,
  ({ headers: { host, origin }, fromNeighbours }) => {
    const isOwn = origin === undefined || origin.toLowerCase() === `http://${host?.toLowerCase()}`;
    const isKnown = isOwn || (fromNeighbours && LOOPBACK_ORIGIN.test(origin.toLowerCase()));
    return isKnown ? undefined : forbidden('Requests from pages of other origins are refused.');
  },
  ({ headers, fromNeighbours }) => {
    const site = headers['sec-fetch-site'];
    const isKnown = typeof site === 'string' && (OWN_SITES.has(site) || (fromNeighbours && site === 'same-site'));
    const isForeign = site !== undefined && !isKnown;
    return isForeign ? forbidden('Requests from pages of other sites are refused.') : undefined;
  },
  ({ method, headers }) =>
    !READING.has(method) && isBrowser(headers) && isForm(headers) && !saysWhereFrom(headers)
      ? forbidden('A browser that does not say which page a form comes from may only read; JSON needs its type said.')
      : undefined,
  ({ headers }) =>
    /^multipart\//i.test(headers['content-type'] ?? '')
      ? { code: 'UnsupportedMediaTypeException', message: 'Nothing here takes multipart forms.', statusCode: 415 }
      : undefined,
  ({ method, fromNeighbours }) =>
    METHODS.has(method) || (fromNeighbours && method === 'OPTIONS')
      ? undefined
      : { code: 'MethodNotAllowedException', message: `Nothing here takes ${method}.`, statusCode: 405 },
];

/**
 * Why a request must not be served, or undefined. The listener is on loopback only, so what remains to be refused is a
 * browser that a foreign page has sent here: by a rebound name (Host), across origins or sites (Origin,
 * Sec-Fetch-Site), or with a form, which needs nobody's leave (an old browser tells neither).
 */
export const refusal = (knock: Knock): Refusal | undefined => {
  for (const check of CHECKS) {
    const refused = check(knock);
    if (refused) return refused;
  }
  return undefined;
};
