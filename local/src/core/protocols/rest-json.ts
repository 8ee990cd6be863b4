import { AwsError, unsupported } from '../aws/aws-error.ts';
import type { Invoke, Protocol, WireRequest, WireResponse } from '../service.ts';
import { epochSeconds } from './json.ts';
import { type RestRoute, routeFinder } from './rest-routes.ts';

/** The members of a request body of the protocol REST-JSON; none for an empty body. Throws SerializationException. */
const jsonObject = (body: Buffer): Record<string, unknown> => {
  if (body.length === 0) return {};
  const value = parsed(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AwsError('SerializationException', 'The request body must be a JSON object.');
  return value as Record<string, unknown>;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.', { cause });
  }
};

/** A protocol whose `respond` may throw AwsError. */
export const restProtocol = (
  claims: (request: WireRequest) => boolean,
  respond: (request: WireRequest, invoke: Invoke) => Promise<WireResponse>,
  errorResponse: (error: AwsError) => WireResponse,
): Protocol => ({
  kind: 'own',
  claims,
  handle: async (request, invoke) => {
    try {
      return await respond(request, invoke);
    } catch (error) {
      if (error instanceof AwsError) return errorResponse(error);
      throw error;
    }
  },
});

/** What differs between services of the protocol REST-JSON. */
export interface RestJsonService {
  /** Name for messages, e.g. `EventBridge Pipes`. */
  readonly name: string;
  readonly paths: RegExp;
  readonly routes: readonly RestRoute[];
  /** The members of an input that are in the query string. */
  queryOf(request: WireRequest): Record<string, unknown>;
  /** The members of an error's body with its message: `message`, and with some services also `Message`. */
  messageOf(message: string): Readonly<Record<string, string>>;
}

/** The protocol REST-JSON: paths with parameters, JSON bodies, times in seconds since 1970. */
export const restJsonProtocol = ({ name, paths, routes, queryOf, messageOf }: RestJsonService): Protocol => {
  const findRoute = routeFinder(routes);
  return restProtocol(
    ({ path }) => paths.test(path),
    async (request, invoke) => {
      const { method, path, body } = request;
      const match = findRoute(method, path);
      if (!match) throw unsupported(`${method} ${path} of ${name}`);
      const input = { ...queryOf(request), ...jsonObject(body), ...match.parameters };
      return json(200, await invoke(match.route.action, input));
    },
    ({ code, message, statusCode, fields }) => {
      const status = code === 'AccessDeniedException' ? 403 : statusCode;
      return json(status, { ...fields, ...messageOf(message) }, { 'x-amzn-errortype': code });
    },
  );
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body, epochSeconds),
});
