import { type Cors, preflightHeaders, responseHeaders } from '../../../core/payload/cors.ts';
import type { WireRequest, WireResponse } from '../../../core/service.ts';

/**
 * The response to a preflight request. Undefined if the request is not one, or if the function URL has no CORS
 * configuration; then the function gets the request.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
 */
export const preflight = (cors: Cors | undefined, request: WireRequest): WireResponse | undefined => {
  const { origin, 'access-control-request-method': method } = request.headers;
  if (!cors || request.method !== 'OPTIONS' || !origin || !method) return undefined;
  return { status: 200, headers: isAllowed(cors, origin) ? preflightHeaders(cors, origin) : {}, body: '' };
};

/** Adds the configured headers to those of the function. If both set a header, the response has both values. */
export const withCors = (cors: Cors | undefined, request: WireRequest, response: WireResponse): WireResponse => {
  const { origin } = request.headers;
  if (!cors || !origin || !isAllowed(cors, origin)) return response;
  const headers: Record<string, string | readonly string[]> = { ...response.headers };
  for (const [name, value] of Object.entries(responseHeaders(cors, origin))) {
    const own = headers[name];
    headers[name] = own === undefined ? value : [value, own].flat();
  }
  return { ...response, headers };
};

const isAllowed = ({ allowOrigins }: Cors, origin: string): boolean =>
  allowOrigins.some((each) => each === '*' || each.toLowerCase() === origin.toLowerCase());
