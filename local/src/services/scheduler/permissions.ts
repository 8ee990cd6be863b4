import { arnOf } from '../../core/aws/arn.ts';
import {
  arnIn,
  as,
  each,
  everything,
  type Input,
  type Lookup,
  passingRole,
  type RequirementTable,
  text,
} from '../../core/policy/requirement.ts';

const DEFAULT_GROUP = 'default';

const groupOf = (input: Input): string => text(input, 'GroupName') || DEFAULT_GROUP;

const bySchedule = (input: Input, { home }: Lookup): string[] => [
  arnOf(home, 'scheduler', `schedule/${groupOf(input)}/${text(input, 'Name')}`),
];

const byGroup = (input: Input, { home }: Lookup): string[] => [
  arnOf(home, 'scheduler', `schedule-group/${text(input, 'Name')}`),
];

const roleOf = ({ Target }: Input): string[] => {
  if (typeof Target !== 'object' || Target === null || !('RoleArn' in Target)) return [];
  return typeof Target.RoleArn === 'string' && Target.RoleArn !== '' ? [Target.RoleArn] : [];
};

/** A schedule's role is assumed for its group; see `callerOf` in delivery/invocation.ts. */
const assumedFor = (input: Input, { home }: Lookup): string =>
  arnOf(home, 'scheduler', `schedule-group/${groupOf(input)}`);

const passing = (action: string) => passingRole(as(action, bySchedule), 'scheduler.amazonaws.com', roleOf, assumedFor);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const SCHEDULER_REQUIREMENTS: RequirementTable = {
  CreateSchedule: passing('scheduler:CreateSchedule'),
  UpdateSchedule: passing('scheduler:UpdateSchedule'),
  ...each('scheduler', ['DeleteSchedule', 'GetSchedule'], bySchedule),
  ...each('scheduler', ['CreateScheduleGroup', 'DeleteScheduleGroup', 'GetScheduleGroup'], byGroup),
  ...each('scheduler', ['ListTagsForResource', 'TagResource', 'UntagResource'], arnIn('ResourceArn')),
  ...each('scheduler', ['ListScheduleGroups', 'ListSchedules'], everything),
};
