import { arnOf, type Home, parseArn } from '../../core/aws/arn.ts';

/** The group of schedules that name no group. It always exists. */
export const DEFAULT_GROUP = 'default';

export const scheduleArn = (home: Home, group: string, name: string): string =>
  arnOf(home, 'scheduler', `schedule/${group}/${name}`);

export const groupArn = (home: Home, group: string): string => arnOf(home, 'scheduler', `schedule-group/${group}`);

/** The name of the group with this ARN; undefined for any other ARN. */
export const groupOfArn = (arn: string): string | undefined => {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'scheduler') return undefined;
  return /^schedule-group\/([^/]+)$/.exec(parsed.resource)?.[1];
};
