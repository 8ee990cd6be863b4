import { arnOf } from '../../core/aws/arn.ts';
import { earlyProblem, refusedText } from '../../core/cloudformation/early-problem.ts';
import { defined, object, objects, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import { timingParameters } from './actions/schedule-parameters.ts';
import { checkTargetArn } from './actions/target-parameters.ts';
import * as scheduler from './operations.ts';

const DEFAULT_GROUP = 'default';

const groupName = ({ properties }: ResourceContext): string => text(properties.GroupName) ?? DEFAULT_GROUP;

const schedule = (context: ResourceContext): Physical => ({
  ref: context.name,
  attributes: { Arn: arnOf(context.home, 'scheduler', `schedule/${groupName(context)}/${context.name}`) },
});

const scheduleInput = (context: ResourceContext): scheduler.ScheduleInput => {
  const { properties, name } = context;
  return defined({
    Name: name,
    GroupName: groupName(context),
    Description: properties.Description,
    StartDate: properties.StartDate,
    EndDate: properties.EndDate,
    FlexibleTimeWindow: properties.FlexibleTimeWindow,
    ScheduleExpression: properties.ScheduleExpression,
    ScheduleExpressionTimezone: properties.ScheduleExpressionTimezone,
    State: properties.State,
    Target: properties.Target,
  });
};

const groupArn = ({ home, name }: ResourceContext): string => arnOf(home, 'scheduler', `schedule-group/${name}`);

const group = async (context: ResourceContext): Promise<Physical> => {
  const { CreationDate, LastModificationDate, State } = await context.call(scheduler.getScheduleGroup, {
    Name: context.name,
  });
  const attributes = {
    Arn: groupArn(context),
    CreationDate: new Date(CreationDate).toISOString(),
    LastModificationDate: new Date(LastModificationDate).toISOString(),
    State,
  };
  return { ref: context.name, attributes };
};

const tagKeys = (properties: ValueObject): string[] => objects(properties.Tags).map(({ Key }) => text(Key) ?? '');

const updateTags = async (context: ResourceContext, previous: ValueObject): Promise<void> => {
  const ResourceArn = groupArn(context);
  const kept = tagKeys(context.properties);
  const removed = tagKeys(previous).filter((key) => !kept.includes(key));
  if (removed.length > 0) await context.call(scheduler.untagResource, { ResourceArn, TagKeys: removed });
  if (kept.length > 0)
    await context.call(scheduler.tagResource, { ResourceArn, Tags: objects(context.properties.Tags) });
};

const expressionProblem = earlyProblem({
  ScheduleExpression: ({ ScheduleExpression, ScheduleExpressionTimezone: zone }) =>
    timingParameters({
      ScheduleExpression,
      ...(typeof zone === 'string' && { ScheduleExpressionTimezone: zone }),
    }),
});

/** Members of a target may refer to other resources, so only its ARN is checked, if it is a text. */
const targetProblem = ({ Target }: ValueObject) =>
  refusedText([{ property: 'Target.Arn', value: object(Target).Arn }], checkTargetArn);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Scheduler.html */
export const SCHEDULER_TYPES: ResourceTypes = {
  'AWS::Scheduler::Schedule': {
    kind: 'runs',
    properties: {
      Name: true,
      GroupName: true,
      Description: true,
      StartDate: true,
      EndDate: true,
      FlexibleTimeWindow: { Mode: true, MaximumWindowInMinutes: true },
      ScheduleExpression: true,
      ScheduleExpressionTimezone: true,
      State: true,
      KmsKeyArn: 'schedules are not encrypted at rest here',
      Target: {
        Arn: true,
        RoleArn: true,
        Input: true,
        DeadLetterConfig: { Arn: true },
        RetryPolicy: { MaximumRetryAttempts: true, MaximumEventAgeInSeconds: true },
        SqsParameters: { MessageGroupId: true },
        EventBridgeParameters: { DetailType: true, Source: true },
      },
    },
    attributes: ['Arn'],
    nameProperty: 'Name',
    replacedBy: ['Name', 'GroupName'],
    problem: (properties) => expressionProblem(properties) ?? targetProblem(properties),
    create: async (context) => {
      const input = scheduleInput(context);
      await context.create(scheduler.createSchedule, input, () => context.call(scheduler.updateSchedule, input));
      return schedule(context);
    },
    update: async (context) => {
      await context.call(scheduler.updateSchedule, scheduleInput(context));
      return schedule(context);
    },
    delete: async (context) => {
      await context.call(scheduler.deleteSchedule, { Name: context.name, GroupName: groupName(context) });
    },
  },
  'AWS::Scheduler::ScheduleGroup': {
    kind: 'runs',
    properties: { Name: true, Tags: TAGS },
    attributes: ['Arn', 'CreationDate', 'LastModificationDate', 'State'],
    nameProperty: 'Name',
    replacedBy: ['Name'],
    create: async (context) => {
      const input = defined({ Name: context.name, Tags: context.properties.Tags });
      await context.create(scheduler.createScheduleGroup, input, async () => ({}));
      return group(context);
    },
    update: async (context, _, previous) => {
      await updateTags(context, previous);
      return group(context);
    },
    delete: async (context) => {
      await context.call(scheduler.deleteScheduleGroup, { Name: context.name });
    },
  },
};
