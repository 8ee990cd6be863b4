import { readFileSync } from 'node:fs';
import { arnOf } from '../../core/aws/arn.ts';
import { boolean, defined, number, object, objects, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import { isObject, type ValueObject } from '../../core/cloudformation/value.ts';
import * as states from './operations.ts';

const NO_ENCRYPTION = 'executions are not encrypted at rest here';

/** The definition with the DefinitionSubstitutions applied; a `${…}` without a substitution stays as it is. */
const definition = ({ properties, asset }: ResourceContext): string => {
  const substitutions = object(properties.DefinitionSubstitutions);
  return definitionSource(properties, asset).replaceAll(/\$\{([A-Za-z0-9_.-]+)\}/g, (whole, name: string) =>
    Object.hasOwn(substitutions, name) ? (text(substitutions[name]) ?? '') : whole,
  );
};

const definitionSource = (properties: ValueObject, asset: ResourceContext['asset']): string => {
  if (isObject(properties.Definition)) return JSON.stringify(properties.Definition);
  const written = text(properties.DefinitionString);
  if (written !== undefined) return written;
  const key = text(object(properties.DefinitionS3Location).Key) ?? '';
  const file = asset(key);
  if (!file) throw new Error(`The assembly has no asset ${key}.`);
  return readFileSync(file.path, 'utf8');
};

const logging = ({ LoggingConfiguration }: ValueObject): states.LoggingConfiguration => {
  const { Level, IncludeExecutionData, Destinations } = object(LoggingConfiguration);
  return {
    level: text(Level) ?? 'OFF',
    includeExecutionData: boolean(IncludeExecutionData) ?? false,
    destinations: objects(Destinations).map(({ CloudWatchLogsLogGroup }) => ({
      cloudWatchLogsLogGroup: { logGroupArn: text(object(CloudWatchLogsLogGroup).LogGroupArn) },
    })),
  };
};

const tags = (properties: ValueObject) =>
  objects(properties.Tags).map(({ Key, Value }) => ({ key: Key, value: Value }));

const stateMachine = (context: ResourceContext, { revisionId = 'INITIAL' }: states.Revision): Physical => {
  const arn = arnOf(context.home, 'states', `stateMachine:${context.name}`);
  return { ref: arn, attributes: { Arn: arn, Name: context.name, StateMachineRevisionId: revisionId } };
};

const activity = ({ home, name }: ResourceContext): Physical => {
  const arn = arnOf(home, 'states', `activity:${name}`);
  return { ref: arn, attributes: { Arn: arn, Name: name } };
};

const aliasInput = ({ properties }: ResourceContext): states.AliasSettings => {
  const single = text(object(properties.DeploymentPreference).StateMachineVersionArn);
  const routes = objects(properties.RoutingConfiguration).map((route) => ({
    stateMachineVersionArn: route.StateMachineVersionArn,
    weight: number(route.Weight),
  }));
  return defined({
    description: text(properties.Description),
    routingConfiguration: single ? [{ stateMachineVersionArn: single, weight: 100 }] : routes,
  });
};

export const STEP_FUNCTIONS_TYPES: ResourceTypes = {
  'AWS::StepFunctions::StateMachine': {
    kind: 'runs',
    properties: {
      StateMachineName: true,
      StateMachineType: true,
      RoleArn: true,
      Definition: true,
      DefinitionString: true,
      DefinitionS3Location: { Bucket: true, Key: true },
      DefinitionSubstitutions: true,
      Tags: TAGS,
      LoggingConfiguration: {
        Level: true,
        IncludeExecutionData: true,
        Destinations: { CloudWatchLogsLogGroup: { LogGroupArn: true } },
      },
      TracingConfiguration: 'there is no X-Ray here',
      EncryptionConfiguration: NO_ENCRYPTION,
    },
    attributes: ['Arn', 'Name', 'StateMachineRevisionId'],
    nameProperty: 'StateMachineName',
    maxNameLength: 80,
    replacedBy: ['StateMachineName', 'StateMachineType'],
    holdsData: true,
    contents: (context) => definition(context),
    create: async (context) => {
      const { StateMachineType, RoleArn } = context.properties;
      const answer = await context.call(
        states.createStateMachine,
        defined({
          name: context.name,
          definition: definition(context),
          roleArn: RoleArn,
          type: StateMachineType,
          loggingConfiguration: logging(context.properties),
          tags: tags(context.properties),
        }),
      );
      return stateMachine(context, answer);
    },
    update: async (context, existing) => {
      const answer = await context.call(states.updateStateMachine, {
        stateMachineArn: existing.ref,
        definition: definition(context),
        roleArn: context.properties.RoleArn,
        loggingConfiguration: logging(context.properties),
      });
      return stateMachine(context, answer);
    },
    delete: async (context, existing) => {
      await context.call(states.deleteStateMachine, { stateMachineArn: existing.ref });
    },
  },
  'AWS::StepFunctions::Activity': {
    kind: 'runs',
    properties: { Name: true, Tags: TAGS, EncryptionConfiguration: NO_ENCRYPTION },
    attributes: ['Arn', 'Name'],
    nameProperty: 'Name',
    maxNameLength: 80,
    replacedBy: ['Name'],
    create: async (context) => {
      await context.call(states.createActivity, { name: context.name, tags: tags(context.properties) });
      return activity(context);
    },
    update: async (context) => activity(context),
    delete: async (context, existing) => {
      await context.call(states.deleteActivity, { activityArn: existing.ref });
    },
  },
  'AWS::StepFunctions::StateMachineVersion': {
    kind: 'runs',
    properties: { StateMachineArn: true, StateMachineRevisionId: true, Description: true },
    attributes: ['Arn'],
    replacedBy: ['StateMachineArn', 'StateMachineRevisionId', 'Description'],
    create: async (context) => {
      const { StateMachineArn, StateMachineRevisionId, Description } = context.properties;
      const { stateMachineVersionArn } = await context.call(
        states.publishStateMachineVersion,
        defined({
          stateMachineArn: StateMachineArn,
          revisionId: StateMachineRevisionId,
          description: Description,
        }),
      );
      return { ref: stateMachineVersionArn, attributes: { Arn: stateMachineVersionArn } };
    },
    update: async (_, existing) => existing,
    delete: async (context, existing) => {
      await context.call(states.deleteStateMachineVersion, { stateMachineVersionArn: existing.ref });
    },
  },
  'AWS::StepFunctions::StateMachineAlias': {
    kind: 'runs',
    properties: {
      Name: true,
      Description: true,
      RoutingConfiguration: { StateMachineVersionArn: true, Weight: true },
      DeploymentPreference: {
        StateMachineVersionArn: true,
        Type: 'this runtime moves all traffic immediately',
        Interval: 'this runtime moves all traffic immediately',
        Percentage: 'this runtime moves all traffic immediately',
        Alarms: 'this runtime moves all traffic immediately',
      },
    },
    attributes: ['Arn'],
    nameProperty: 'Name',
    maxNameLength: 80,
    replacedBy: ['Name'],
    create: async (context) => {
      const { stateMachineAliasArn } = await context.call(states.createStateMachineAlias, {
        name: context.name,
        ...aliasInput(context),
      });
      return { ref: stateMachineAliasArn, attributes: { Arn: stateMachineAliasArn } };
    },
    update: async (context, existing) => {
      await context.call(states.updateStateMachineAlias, {
        stateMachineAliasArn: existing.ref,
        ...aliasInput(context),
      });
      return existing;
    },
    delete: async (context, existing) => {
      await context.call(states.deleteStateMachineAlias, { stateMachineAliasArn: existing.ref });
    },
  },
};
