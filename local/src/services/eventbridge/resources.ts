import { arnOf } from '../../core/aws/arn.ts';
import { membersOf, refusedText } from '../../core/cloudformation/early-problem.ts';
import { defined, number, object, objects, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import { isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import { accountRoot } from '../../core/policy/shared-with.ts';
import { checkTargetArn } from './delivery/targets/target-kinds.ts';
import * as events from './operations.ts';

const NO_ENCRYPTION = 'events are not encrypted at rest here';
const DEFAULT_BUS = 'default';

const pattern = (value: Value | undefined): string | undefined =>
  isObject(value) ? JSON.stringify(value) : text(value);

/** The name of a rule's bus; a template contains its name or its ARN. */
const busName = (value: Value | undefined): string => (text(value) ?? DEFAULT_BUS).replace(/^.*event-bus\//, '');

const bus = ({ home, name }: ResourceContext): Physical => ({
  ref: name,
  attributes: { Arn: arnOf(home, 'events', `event-bus/${name}`), Name: name },
});

const rule = ({ home, name, properties }: ResourceContext): Physical => {
  const onBus = busName(properties.EventBusName);
  const path = onBus === DEFAULT_BUS ? name : `${onBus}/${name}`;
  return {
    ref: onBus === DEFAULT_BUS ? name : `${onBus}|${name}`,
    attributes: { Arn: arnOf(home, 'events', `rule/${path}`) },
  };
};

const refuseFailedEntries = ({ FailedEntryCount, FailedEntries }: events.TargetsAnswer): void => {
  if (!FailedEntryCount) return;
  const [entry] = FailedEntries;
  throw new Error(
    entry
      ? `${entry.TargetId}: ${entry.ErrorCode} ${entry.ErrorMessage}`
      : 'PutTargets or RemoveTargets failed for a target; the response does not say why.',
  );
};

const putRule = async (context: ResourceContext): Promise<Physical> => {
  const { properties, name } = context;
  const EventBusName = busName(properties.EventBusName);
  await context.call(
    events.putRule,
    defined({
      Name: name,
      EventBusName,
      EventPattern: pattern(properties.EventPattern),
      ScheduleExpression: text(properties.ScheduleExpression),
      State: text(properties.State),
      Description: text(properties.Description),
      RoleArn: text(properties.RoleArn),
      Tags: properties.Tags,
    }),
  );
  const Targets = objects(properties.Targets);
  if (Targets.length > 0)
    refuseFailedEntries(
      await context.call(events.putTargets, { Rule: name, EventBusName, Targets: Targets.map(target) }),
    );
  return rule(context);
};

/** Converts the numbers of a target's RetryPolicy, which a template can contain as strings. */
const target = (declared: ValueObject): ValueObject => {
  const retry = object(declared.RetryPolicy);
  if (Object.keys(retry).length === 0) return declared;
  const RetryPolicy = Object.fromEntries(Object.entries(retry).map(([name, value]) => [name, number(value) ?? null]));
  return { ...declared, RetryPolicy };
};

const removeTargets = async (context: ResourceContext, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const EventBusName = busName(context.properties.EventBusName);
  refuseFailedEntries(await context.call(events.removeTargets, { Rule: context.name, EventBusName, Ids: ids }));
};

const targetIds = (properties: ValueObject): string[] => objects(properties.Targets).map(({ Id }) => text(Id) ?? '');

/** Adds the statement to the bus's policy, or replaces the statement with the same Sid. */
const putStatement = async (context: ResourceContext): Promise<Physical> => {
  const Name = busName(context.properties.EventBusName);
  const Sid = text(context.properties.StatementId) ?? context.logicalId;
  const { Policy } = await context.call(events.describeEventBus, { Name });
  const policy: unknown = Policy ? JSON.parse(Policy) : {};
  const statements = isObject(policy) ? objects(policy.Statement) : [];
  const Statement = [
    ...statements.filter((statement) => statement.Sid !== Sid),
    { Sid, ...statementOf(context, Name) },
  ];
  await context.call(events.putPermission, {
    EventBusName: Name,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  return { ref: `${Name}|${Sid}`, attributes: {} };
};

const statementOf = ({ properties, home }: ResourceContext, name: string): ValueObject => {
  if (isObject(properties.Statement)) return properties.Statement;
  const principal = text(properties.Principal) ?? '*';
  const { Key, Type, Value } = object(properties.Condition);
  return {
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: accountRoot(principal) },
    Action: text(properties.Action) ?? 'events:PutEvents',
    Resource: arnOf(home, 'events', `event-bus/${name}`),
    ...(Key === undefined ? {} : { Condition: { [text(Type) ?? '']: { [text(Key) ?? '']: Value ?? null } } }),
  };
};

const archiveInput = ({ properties, name }: ResourceContext): events.UpdateArchiveInput =>
  defined({
    ArchiveName: name,
    EventPattern: pattern(properties.EventPattern),
    RetentionDays: number(properties.RetentionDays),
    Description: text(properties.Description),
  });

const archive = ({ home, name }: ResourceContext): Physical => ({
  ref: name,
  attributes: { Arn: arnOf(home, 'events', `archive/${name}`), ArchiveName: name },
});

export const EVENTS_TYPES: ResourceTypes = {
  'AWS::Events::EventBus': {
    kind: 'runs',
    properties: {
      Name: true,
      Description: true,
      Tags: TAGS,
      KmsKeyIdentifier: NO_ENCRYPTION,
      LogConfig: 'deliveries are not logged to CloudWatch here',
      DeadLetterConfig: 'it is for events that cannot be encrypted, and this runtime encrypts no events',
    },
    attributes: ['Arn', 'Name'],
    nameProperty: 'Name',
    maxNameLength: 256,
    replacedBy: ['Name'],
    create: async (context) => {
      const { Description, Tags } = context.properties;
      const input = defined({ Name: context.name, Description, Tags });
      await context.create(events.createEventBus, input, async () => ({}));
      return bus(context);
    },
    update: async (context) => {
      const { Description } = context.properties;
      await context.call(events.updateEventBus, { Name: context.name, Description: Description ?? '' });
      return bus(context);
    },
    delete: async (context) => {
      await context.call(events.deleteEventBus, { Name: context.name });
    },
  },
  'AWS::Events::EventBusPolicy': {
    kind: 'runs',
    properties: {
      EventBusName: true,
      StatementId: true,
      Statement: true,
      Action: true,
      Principal: true,
      Condition: { Key: true, Type: true, Value: true },
    },
    attributes: [],
    replacedBy: ['EventBusName', 'StatementId'],
    create: putStatement,
    update: putStatement,
    delete: async (context) => {
      await context.call(events.removePermission, {
        EventBusName: busName(context.properties.EventBusName),
        StatementId: text(context.properties.StatementId) ?? context.logicalId,
      });
    },
  },
  'AWS::Events::Rule': {
    kind: 'runs',
    properties: {
      Name: true,
      EventBusName: true,
      EventPattern: true,
      ScheduleExpression: true,
      State: true,
      Description: true,
      RoleArn: true,
      Tags: TAGS,
      Targets: {
        Id: true,
        Arn: true,
        RoleArn: true,
        Input: true,
        InputPath: true,
        InputTransformer: { InputPathsMap: true, InputTemplate: true },
        DeadLetterConfig: { Arn: true },
        RetryPolicy: { MaximumRetryAttempts: true, MaximumEventAgeInSeconds: true },
        SqsParameters: { MessageGroupId: true },
        HttpParameters: { PathParameterValues: true, HeaderParameters: true, QueryStringParameters: true },
      },
    },
    attributes: ['Arn'],
    nameProperty: 'Name',
    replacedBy: ['Name', 'EventBusName'],
    problem: ({ Targets }) => refusedText(membersOf('Targets', Targets, 'Arn'), checkTargetArn),
    create: putRule,
    update: async (context, _, previous) => {
      const kept = targetIds(context.properties);
      await removeTargets(
        context,
        targetIds(previous).filter((id) => !kept.includes(id)),
      );
      return putRule(context);
    },
    delete: async (context) => {
      await removeTargets(context, targetIds(context.properties));
      const EventBusName = busName(context.properties.EventBusName);
      await context.call(events.deleteRule, { Name: context.name, EventBusName });
    },
  },
  'AWS::Events::Archive': {
    kind: 'runs',
    properties: {
      ArchiveName: true,
      SourceArn: true,
      EventPattern: true,
      RetentionDays: true,
      Description: true,
      KmsKeyIdentifier: NO_ENCRYPTION,
    },
    attributes: ['Arn', 'ArchiveName'],
    nameProperty: 'ArchiveName',
    maxNameLength: 48,
    replacedBy: ['ArchiveName', 'SourceArn'],
    holdsData: true,
    create: async (context) => {
      const EventSourceArn = text(context.properties.SourceArn);
      const input = archiveInput(context);
      await context.create(events.createArchive, { ...input, EventSourceArn }, () =>
        context.call(events.updateArchive, input),
      );
      return archive(context);
    },
    update: async (context) => {
      await context.call(events.updateArchive, archiveInput(context));
      return archive(context);
    },
    delete: async (context) => {
      await context.call(events.deleteArchive, { ArchiveName: context.name });
    },
  },
};
