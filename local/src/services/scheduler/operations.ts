import type { Value } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

type ScheduleName = {
  readonly Name: string;
  /** If absent, the schedule is in the default group. */
  readonly GroupName?: string;
};

export type ScheduleInput = ScheduleName & {
  readonly Description?: Value;
  readonly StartDate?: Value;
  readonly EndDate?: Value;
  readonly FlexibleTimeWindow?: Value;
  readonly ScheduleExpression?: Value;
  readonly ScheduleExpressionTimezone?: Value;
  readonly State?: Value;
  readonly Target?: Value;
};

export const createSchedule = operation<ScheduleInput>('scheduler', 'CreateSchedule');

export const updateSchedule = operation<ScheduleInput>('scheduler', 'UpdateSchedule');

export const deleteSchedule = operation<ScheduleName>('scheduler', 'DeleteSchedule');

type CreateScheduleGroupInput = {
  readonly Name: string;
  readonly Tags?: Value;
};

export const createScheduleGroup = operation<CreateScheduleGroupInput>('scheduler', 'CreateScheduleGroup');

/** The answer of GetScheduleGroup. */
interface GroupDescription {
  readonly CreationDate: Date;
  readonly LastModificationDate: Date;
  readonly State: string;
}

export const getScheduleGroup = operation<{ readonly Name: string }, GroupDescription>('scheduler', 'GetScheduleGroup');

export const deleteScheduleGroup = operation<{ readonly Name: string }>('scheduler', 'DeleteScheduleGroup');

type ResourceTags = {
  readonly ResourceArn: string;
  readonly Tags: Value;
};

export const tagResource = operation<ResourceTags>('scheduler', 'TagResource');

type ResourceTagKeys = {
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
};

export const untagResource = operation<ResourceTagKeys>('scheduler', 'UntagResource');
