import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

const hostName = (authority: string): string => authority.replace(/:\d*$/, '').toLowerCase();

const isLoopbackOrigin = (origin: string): boolean => {
  const [scheme, authority] = origin.split('://');
  return (
    (scheme === 'http' || scheme === 'https') && authority !== undefined && LOOPBACK_NAME.test(hostName(authority))
  );
};

/**
 * Why a request must not be served, or undefined. The listener is on loopback only, so what remains to be refused is a
 * browser that a foreign page has sent here: by a rebound name (Host), or across sites (Origin, Sec-Fetch-Site).
 */
export const refusal = (headers: IncomingHttpHeaders): string | undefined => {
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  if (host === undefined || !LOOPBACK_NAME.test(hostName(host))) return 'The Host header must name this machine.';
  if (origin !== undefined && !isLoopbackOrigin(origin)) return 'Requests from pages of other origins are refused.';
  if (site === 'cross-site') return 'Requests from pages of other sites are refused.';
  return undefined;
};
