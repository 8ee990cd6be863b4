import { restJsonProtocol } from '../../core/protocols/rest-json.ts';
import type { RestRoute } from '../../core/protocols/rest-routes.ts';
import type { WireRequest } from '../../core/service.ts';

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

const PATHS = /^\/v1\/pipes(?:\/|$)|^\/tags\/arn(?::|%3A)aws[\w-]*(?::|%3A)pipes(?::|%3A)/i;

const queryOf = ({ query }: WireRequest): Record<string, unknown> => {
  const { tagKeys, Limit, ...rest } = Object.fromEntries(query);
  return {
    ...rest,
    ...(Limit === undefined ? {} : { Limit: Number(Limit) }),
    ...(tagKeys === undefined ? {} : { tagKeys: query.getAll('tagKeys') }),
  };
};

/** The wire protocol of EventBridge Pipes: REST with JSON bodies. */
export const pipesRest = restJsonProtocol({
  name: 'EventBridge Pipes',
  paths: PATHS,
  routes: ROUTES,
  queryOf,
  messageOf: (message) => ({ message }),
});
