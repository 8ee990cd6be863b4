/** The CORS configuration of an HTTP API or a function URL. The lists have the values of the template. */
export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly allowCredentials: boolean;
}

type Headers = { readonly [name: string]: string };

/** The headers of the response to a preflight request. `origin` is the value of access-control-allow-origin. */
export const preflightHeaders = (cors: Cors, origin: string): Headers => ({
  ...originHeaders(cors, origin),
  ...(cors.allowMethods.length > 0 && { 'access-control-allow-methods': cors.allowMethods.join(',') }),
  ...(cors.allowHeaders.length > 0 && { 'access-control-allow-headers': cors.allowHeaders.join(',') }),
  ...(cors.maxAgeSeconds !== undefined && { 'access-control-max-age': String(cors.maxAgeSeconds) }),
});

/** The headers of any other response to a page of an allowed origin. */
export const responseHeaders = (cors: Cors, origin: string): Headers => ({
  ...originHeaders(cors, origin),
  ...(cors.exposeHeaders.length > 0 && { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
});

const originHeaders = ({ allowCredentials }: Cors, origin: string): Headers => ({
  'access-control-allow-origin': origin,
  ...(origin !== '*' && { vary: 'origin' }),
  ...(allowCredentials && { 'access-control-allow-credentials': 'true' }),
});
