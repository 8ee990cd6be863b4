import { restJsonProtocol } from '../../core/protocols/rest-json.ts';
import type { RestRoute } from '../../core/protocols/rest-routes.ts';
import type { WireRequest } from '../../core/service.ts';

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

const PATHS = /^\/(?:schedules|schedule-groups)(?:\/|$)|^\/tags\/arn(?::|%3A)aws[\w-]*(?::|%3A)scheduler(?::|%3A)/i;

/** Names of parameters in the query string, by the name of the member. All other names are equal. */
const MEMBERS: Readonly<Record<string, string>> = {
  ScheduleGroup: 'GroupName',
  groupName: 'GroupName',
  clientToken: 'ClientToken',
};

const queryOf = ({ query }: WireRequest): Record<string, unknown> => {
  const { TagKeys, ...rest } = Object.fromEntries(query);
  const named = Object.entries(rest).map(([name, value]) => [MEMBERS[name] ?? name, value]);
  const keys = TagKeys === undefined ? {} : { TagKeys: query.getAll('TagKeys') };
  return { ...Object.fromEntries(named), ...keys };
};

/** The wire protocol of EventBridge Scheduler: REST with JSON bodies. */
export const schedulerRest = restJsonProtocol({
  name: 'EventBridge Scheduler',
  paths: PATHS,
  routes: ROUTES,
  queryOf,
  messageOf: (message) => ({ Message: message, message }),
});
