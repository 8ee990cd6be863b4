import type { Home } from '../../../core/aws/arn.ts';
import { defined } from '../../../core/cloudformation/properties.ts';
import { scheduleArn } from '../names.ts';
import type { Schedule } from '../schedule/schedule.ts';

const date = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

/** The members of a schedule in ListSchedules. */
export const summary = (home: Home, schedule: Schedule) => ({
  Arn: scheduleArn(home, schedule.group, schedule.name),
  CreationDate: date(schedule.createdMs),
  GroupName: schedule.group,
  LastModificationDate: date(schedule.modifiedMs),
  Name: schedule.name,
  State: schedule.state,
  Target: { Arn: schedule.target.Arn },
});

/** The answer of GetSchedule. */
export const describe = (home: Home, schedule: Schedule): Record<string, unknown> =>
  defined({
    ...summary(home, schedule),
    ActionAfterCompletion: schedule.actionAfterCompletion,
    Description: schedule.description,
    EndDate: date(schedule.endMs),
    FlexibleTimeWindow: windowOf(schedule),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    StartDate: date(schedule.startMs),
    Target: schedule.target,
  });

const windowOf = ({ windowMinutes }: Schedule) =>
  windowMinutes === undefined ? { Mode: 'OFF' } : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: windowMinutes };
