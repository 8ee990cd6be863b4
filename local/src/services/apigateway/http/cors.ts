import { type Cors, preflightHeaders, responseHeaders } from '../../../core/payload/cors.ts';
import type { WireRequest, WireResponse } from '../../../core/service.ts';

/**
 * The response to a preflight request. Undefined if the request is not one, or if the API has no CORS configuration.
 */
export const preflight = (cors: Cors | undefined, request: WireRequest): WireResponse | undefined => {
  const requestedMethod = request.headers['access-control-request-method'];
  if (!cors || request.method !== 'OPTIONS' || !request.headers.origin || !requestedMethod) return undefined;
  const origin = allowedOrigin(cors, request);
  if (origin === undefined) return { status: 204, headers: {}, body: '' };
  return { status: 204, headers: preflightHeaders(cors, origin), body: '' };
};

/**
 * Replaces the CORS headers of the function's answer by those of the API's CORS configuration. Without a configuration,
 * the function's headers stay.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const withCors = (cors: Cors | undefined, request: WireRequest, answer: WireResponse): WireResponse => {
  if (!cors) return answer;
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const origin = allowedOrigin(cors, request);
  const headers = { ...Object.fromEntries(own), ...(origin === undefined ? {} : responseHeaders(cors, origin)) };
  return { ...answer, headers };
};

/**
 * The value of the header access-control-allow-origin; undefined if the request has no Origin, or if its Origin is not
 * allowed.
 */
const allowedOrigin = ({ allowOrigins, allowCredentials }: Cors, request: WireRequest): string | undefined => {
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  if (allowOrigins.includes('*') && !allowCredentials) return '*';
  const scheme = origin.slice(0, origin.indexOf('://'));
  const allowed = allowOrigins.some((each) => each.toLowerCase() === origin.toLowerCase() || each === `${scheme}://*`);
  return allowed ? origin : undefined;
};
