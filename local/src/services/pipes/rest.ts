import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import { epochSeconds } from '../../core/protocols/json.ts';
import { jsonObject } from '../../core/protocols/rest-json.ts';
import { type RestRoute, routeFinder } from '../../core/protocols/rest-routes.ts';
import type { Invoke, Protocol, WireRequest, WireResponse } from '../../core/service.ts';

const PIPE = '/v1/pipes/{Name}';
const TAGS = '/tags/{resourceArn}';

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Operations.html */
const ROUTES: readonly RestRoute[] = [
  { method: 'GET', path: '/v1/pipes', action: 'ListPipes' },
  { method: 'POST', path: PIPE, action: 'CreatePipe' },
  { method: 'GET', path: PIPE, action: 'DescribePipe' },
  { method: 'PUT', path: PIPE, action: 'UpdatePipe' },
  { method: 'DELETE', path: PIPE, action: 'DeletePipe' },
  { method: 'POST', path: `${PIPE}/start`, action: 'StartPipe' },
  { method: 'POST', path: `${PIPE}/stop`, action: 'StopPipe' },
  { method: 'POST', path: TAGS, action: 'TagResource' },
  { method: 'GET', path: TAGS, action: 'ListTagsForResource' },
  { method: 'DELETE', path: TAGS, action: 'UntagResource' },
];

const findRoute = routeFinder(ROUTES);
const PATHS = /^\/v1\/pipes(?:\/|$)|^\/tags\/arn(?::|%3A)aws[\w-]*(?::|%3A)pipes(?::|%3A)/i;

/** The wire protocol of EventBridge Pipes: REST with JSON bodies. */
export const pipesRest: Protocol = {
  kind: 'own',
  claims: ({ path }) => PATHS.test(path),
  handle: async (request, invoke) => {
    try {
      return await respond(request, invoke);
    } catch (error) {
      if (error instanceof AwsError) return errorResponse(error);
      throw error;
    }
  },
};

const respond = async (request: WireRequest, invoke: Invoke): Promise<WireResponse> => {
  const { method, path, body } = request;
  const match = findRoute(method, path);
  if (!match) throw unsupported(`${method} ${path} of EventBridge Pipes`);
  const input = { ...queryOf(request), ...jsonObject(body), ...match.parameters };
  return json(200, await invoke(match.route.action, input));
};

const queryOf = ({ query }: WireRequest): Record<string, unknown> => {
  const { tagKeys, Limit, ...rest } = Object.fromEntries(query);
  return {
    ...rest,
    ...(Limit === undefined ? {} : { Limit: Number(Limit) }),
    ...(tagKeys === undefined ? {} : { tagKeys: query.getAll('tagKeys') }),
  };
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body, epochSeconds),
});

const errorResponse = ({ code, message, statusCode, fields }: AwsError): WireResponse =>
  json(code === 'AccessDeniedException' ? 403 : statusCode, { ...fields, message }, { 'x-amzn-errortype': code });
