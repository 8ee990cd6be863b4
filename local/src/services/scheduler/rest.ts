import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import { epochSeconds } from '../../core/protocols/json.ts';
import { jsonObject } from '../../core/protocols/rest-json.ts';
import { type RestRoute, routeFinder } from '../../core/protocols/rest-routes.ts';
import type { Invoke, Protocol, WireRequest, WireResponse } from '../../core/service.ts';

const SCHEDULE = '/schedules/{Name}';
const GROUP = '/schedule-groups/{Name}';
const TAGS = '/tags/{ResourceArn}';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html */
const ROUTES: readonly RestRoute[] = [
  { method: 'GET', path: '/schedules', action: 'ListSchedules' },
  { method: 'POST', path: SCHEDULE, action: 'CreateSchedule' },
  { method: 'GET', path: SCHEDULE, action: 'GetSchedule' },
  { method: 'PUT', path: SCHEDULE, action: 'UpdateSchedule' },
  { method: 'DELETE', path: SCHEDULE, action: 'DeleteSchedule' },
  { method: 'GET', path: '/schedule-groups', action: 'ListScheduleGroups' },
  { method: 'POST', path: GROUP, action: 'CreateScheduleGroup' },
  { method: 'GET', path: GROUP, action: 'GetScheduleGroup' },
  { method: 'DELETE', path: GROUP, action: 'DeleteScheduleGroup' },
  { method: 'POST', path: TAGS, action: 'TagResource' },
  { method: 'GET', path: TAGS, action: 'ListTagsForResource' },
  { method: 'DELETE', path: TAGS, action: 'UntagResource' },
];

const findRoute = routeFinder(ROUTES);
const PATHS = /^\/(?:schedules|schedule-groups)(?:\/|$)|^\/tags\/arn(?::|%3A)aws[\w-]*(?::|%3A)scheduler(?::|%3A)/i;

/** Names of parameters in the query string, by the name of the member. All other names are equal. */
const MEMBERS: Readonly<Record<string, string>> = {
  ScheduleGroup: 'GroupName',
  groupName: 'GroupName',
  clientToken: 'ClientToken',
};

/** The wire protocol of EventBridge Scheduler: REST with JSON bodies. */
export const schedulerRest: Protocol = {
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
  const { method, path } = request;
  const match = findRoute(method, path);
  if (!match) throw unsupported(`${method} ${path} of EventBridge Scheduler`);
  const input = { ...queryOf(request), ...jsonObject(request.body), ...match.parameters };
  return json(200, await invoke(match.route.action, input));
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body, epochSeconds),
});

const errorResponse = ({ code, message, statusCode, fields }: AwsError): WireResponse =>
  json(
    code === 'AccessDeniedException' ? 403 : statusCode,
    { ...fields, Message: message, message },
    { 'x-amzn-errortype': code },
  );

const queryOf = ({ query }: WireRequest): Record<string, unknown> => {
  const { TagKeys, ...rest } = Object.fromEntries(query);
  const named = Object.entries(rest).map(([name, value]) => [MEMBERS[name] ?? name, value]);
  const keys = TagKeys === undefined ? {} : { TagKeys: query.getAll('TagKeys') };
  return { ...Object.fromEntries(named), ...keys };
};
