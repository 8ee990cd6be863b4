import { arnOf } from '../../core/aws/arn.ts';
import { answered, boolean, defined, number, object, tagMap, text } from '../../core/cloudformation/properties.ts';
import type { Answer, Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import { LAMBDA_FUNCTION } from './function-resource.ts';

const NO_TRAFFIC_SHIFT = 'there are no scaling settings here';

const functionName = (value: Value | undefined): string => text(value) ?? '';

const addPermission = async (context: ResourceContext): Promise<Physical> => {
  const { properties } = context;
  const statement = { FunctionName: functionName(properties.FunctionName), StatementId: context.name };
  const input = defined<unknown>({
    ...statement,
    Action: properties.Action,
    Principal: properties.Principal,
    SourceArn: properties.SourceArn,
    SourceAccount: properties.SourceAccount,
    PrincipalOrgID: properties.PrincipalOrgID,
  });
  await context.create('lambda', 'AddPermission', input, async () => {
    await context.call('lambda', 'RemovePermission', statement);
    return context.call('lambda', 'AddPermission', input);
  });
  return { ref: context.name, attributes: { Id: context.name } };
};

const mappingInput = ({ properties }: ResourceContext): Record<string, unknown> =>
  defined<unknown>({
    FunctionName: functionName(properties.FunctionName),
    BatchSize: number(properties.BatchSize),
    MaximumBatchingWindowInSeconds: number(properties.MaximumBatchingWindowInSeconds),
    FunctionResponseTypes: properties.FunctionResponseTypes,
    FilterCriteria: properties.FilterCriteria,
    ScalingConfig: scaling(properties),
    Enabled: boolean(properties.Enabled),
  });

const findMapping = async (context: ResourceContext, EventSourceArn: Value | undefined): Promise<Answer> => {
  const FunctionName = functionName(context.properties.FunctionName);
  const answer = await context.call('lambda', 'ListEventSourceMappings', { EventSourceArn, FunctionName });
  const [found] = Array.isArray(answer.EventSourceMappings) ? (answer.EventSourceMappings as Answer[]) : [];
  return found ?? {};
};

const scaling = (properties: ValueObject) => {
  const maximum = number(object(properties.ScalingConfig).MaximumConcurrency);
  return maximum === undefined ? undefined : { MaximumConcurrency: maximum };
};

const putInvokeConfig = async (context: ResourceContext): Promise<Physical> => {
  const { properties } = context;
  const name = functionName(properties.FunctionName);
  const qualifier = text(properties.Qualifier) ?? '$LATEST';
  await context.call(
    'lambda',
    'PutFunctionEventInvokeConfig',
    defined<unknown>({
      FunctionName: name,
      Qualifier: qualifier,
      MaximumRetryAttempts: number(properties.MaximumRetryAttempts),
      MaximumEventAgeInSeconds: number(properties.MaximumEventAgeInSeconds),
      DestinationConfig: properties.DestinationConfig,
    }),
  );
  return { ref: `${name}|${qualifier}`, attributes: {} };
};

const aliasInput = (context: ResourceContext): Record<string, unknown> =>
  defined<unknown>({
    FunctionName: functionName(context.properties.FunctionName),
    Name: context.name,
    FunctionVersion: text(context.properties.FunctionVersion),
    Description: text(context.properties.Description),
  });

export const LAMBDA_TYPES: ResourceTypes = {
  'AWS::Lambda::Function': LAMBDA_FUNCTION,
  'AWS::Lambda::Permission': {
    kind: 'runs',
    properties: {
      FunctionName: true,
      Action: true,
      Principal: true,
      SourceArn: true,
      SourceAccount: true,
      PrincipalOrgID: true,
    },
    attributes: ['Id'],
    maxNameLength: 100,
    replacedBy: ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount', 'PrincipalOrgID'],
    create: addPermission,
    update: async (_, existing) => existing,
    delete: async (context, existing) => {
      await context.call('lambda', 'RemovePermission', {
        FunctionName: functionName(context.properties.FunctionName),
        StatementId: existing.ref,
      });
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    kind: 'runs',
    properties: {
      EventSourceArn: true,
      FunctionName: true,
      BatchSize: true,
      MaximumBatchingWindowInSeconds: true,
      FunctionResponseTypes: true,
      FilterCriteria: { Filters: { Pattern: true } },
      ScalingConfig: { MaximumConcurrency: true },
      Enabled: true,
      Tags: true,
    },
    attributes: ['Id', 'EventSourceMappingArn'],
    replacedBy: ['EventSourceArn'],
    create: async (context) => {
      const { EventSourceArn, Tags } = context.properties;
      const input = { ...mappingInput(context), EventSourceArn, ...defined({ Tags: tagMap(Tags) }) };
      const answer = await context.create('lambda', 'CreateEventSourceMapping', input, () =>
        findMapping(context, EventSourceArn),
      );
      const id = answered(answer, 'UUID');
      return {
        ref: id,
        attributes: { Id: id, EventSourceMappingArn: arnOf(context.home, 'lambda', `event-source-mapping:${id}`) },
      };
    },
    update: async (context, existing) => {
      await context.call('lambda', 'UpdateEventSourceMapping', { UUID: existing.ref, ...mappingInput(context) });
      return existing;
    },
    delete: async (context, existing) => {
      await context.call('lambda', 'DeleteEventSourceMapping', { UUID: existing.ref });
    },
  },
  'AWS::Lambda::EventInvokeConfig': {
    kind: 'runs',
    properties: {
      FunctionName: true,
      Qualifier: true,
      MaximumRetryAttempts: true,
      MaximumEventAgeInSeconds: true,
      DestinationConfig: { OnSuccess: { Destination: true }, OnFailure: { Destination: true } },
    },
    attributes: [],
    replacedBy: ['FunctionName', 'Qualifier'],
    create: putInvokeConfig,
    update: putInvokeConfig,
    delete: async (context) => {
      await context.call('lambda', 'DeleteFunctionEventInvokeConfig', {
        FunctionName: functionName(context.properties.FunctionName),
        Qualifier: text(context.properties.Qualifier) ?? '$LATEST',
      });
    },
  },
  'AWS::Lambda::Version': {
    kind: 'runs',
    properties: {
      FunctionName: true,
      Description: true,
      CodeSha256: 'the code is what was deployed with it',
      RuntimePolicy: 'the runtime here is this Node',
      ProvisionedConcurrencyConfig: NO_TRAFFIC_SHIFT,
    },
    attributes: ['Version', 'FunctionArn'],
    replacedBy: ['FunctionName', 'Description'],
    create: async (context) => {
      const { FunctionName, Description } = context.properties;
      const answer = await context.call('lambda', 'PublishVersion', defined<unknown>({ FunctionName, Description }));
      const arn = answered(answer, 'FunctionArn');
      return { ref: arn, attributes: { Version: answered(answer, 'Version'), FunctionArn: arn } };
    },
    update: async (_, existing) => existing,
    delete: async (context, existing) => {
      await context.call('lambda', 'DeleteFunction', {
        FunctionName: context.properties.FunctionName,
        Qualifier: existing.attributes.Version,
      });
    },
  },
  'AWS::Lambda::Alias': {
    kind: 'runs',
    properties: {
      FunctionName: true,
      FunctionVersion: true,
      Name: true,
      Description: true,
      ProvisionedConcurrencyConfig: NO_TRAFFIC_SHIFT,
    },
    attributes: ['AliasArn'],
    nameProperty: 'Name',
    replacedBy: ['Name', 'FunctionName'],
    create: async (context) => {
      const arn = answered(await context.call('lambda', 'CreateAlias', aliasInput(context)), 'AliasArn');
      return { ref: arn, attributes: { AliasArn: arn } };
    },
    update: async (context, existing) => {
      await context.call('lambda', 'UpdateAlias', aliasInput(context));
      return existing;
    },
    delete: async (context) => {
      await context.call('lambda', 'DeleteAlias', {
        FunctionName: functionName(context.properties.FunctionName),
        Name: context.name,
      });
    },
  },
  'AWS::Lambda::LayerVersion': {
    kind: 'refused',
    reason: 'functions here load what is in their own bundle; bundle the library instead',
  },
};
