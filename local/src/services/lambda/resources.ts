import { arnOf } from '../../core/aws/arn.ts';
import { errorCodeOf } from '../../core/aws/aws-error.ts';
import { refusedText } from '../../core/cloudformation/early-problem.ts';
import { boolean, defined, number, object, tagMap, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes, RunningType } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import { checkEventSource } from './actions/event-source-mappings.ts';
import { LAMBDA_FUNCTION } from './function-resource.ts';
import { LAYER_TYPES } from './layer-resource.ts';
import * as lambda from './operations.ts';
import { LAMBDA_URL } from './url-resource.ts';

const NO_TRAFFIC_SHIFT = 'this runtime has no scaling settings';

const functionName = (value: Value | undefined): string => text(value) ?? '';

/** Whether a permission holds for calls of the function's URL only. */
const isForUrl = ({ Action, FunctionUrlAuthType, InvokedViaFunctionUrl }: ValueObject): boolean =>
  Action === 'lambda:InvokeFunctionUrl' || FunctionUrlAuthType !== undefined || InvokedViaFunctionUrl !== undefined;

const addPermission = async (context: ResourceContext): Promise<Physical> => {
  const { properties } = context;
  const statement = { FunctionName: functionName(properties.FunctionName), StatementId: context.name };
  const input: lambda.AddPermissionInput = defined({
    ...statement,
    Action: properties.Action,
    Principal: properties.Principal,
    SourceArn: properties.SourceArn,
    SourceAccount: properties.SourceAccount,
    PrincipalOrgID: properties.PrincipalOrgID,
    FunctionUrlAuthType: properties.FunctionUrlAuthType,
    InvokedViaFunctionUrl: properties.InvokedViaFunctionUrl,
  });
  await context.create(lambda.addPermission, input, async () => {
    await context.call(lambda.removePermission, statement);
    return context.call(lambda.addPermission, input);
  });
  return { ref: context.name, attributes: { Id: context.name } };
};

const mappingInput = ({ properties }: ResourceContext): lambda.MappingSettings =>
  defined({
    FunctionName: functionName(properties.FunctionName),
    BatchSize: number(properties.BatchSize),
    MaximumBatchingWindowInSeconds: number(properties.MaximumBatchingWindowInSeconds),
    FunctionResponseTypes: properties.FunctionResponseTypes,
    FilterCriteria: properties.FilterCriteria,
    DestinationConfig: properties.DestinationConfig,
    BisectBatchOnFunctionError: boolean(properties.BisectBatchOnFunctionError),
    MaximumRetryAttempts: number(properties.MaximumRetryAttempts),
    MaximumRecordAgeInSeconds: number(properties.MaximumRecordAgeInSeconds),
    ParallelizationFactor: number(properties.ParallelizationFactor),
    ScalingConfig: scaling(properties),
    Enabled: boolean(properties.Enabled),
  });

/** The values for properties that an updated template does not contain any more. */
const DEFAULTS: Partial<lambda.MappingSettings> = {
  FilterCriteria: {},
  DestinationConfig: {},
  BisectBatchOnFunctionError: false,
  MaximumRetryAttempts: -1,
  MaximumRecordAgeInSeconds: -1,
};

const removedSettings = (previous: ValueObject, { properties }: ResourceContext): Partial<lambda.MappingSettings> =>
  Object.fromEntries(
    Object.entries(DEFAULTS).filter(([name]) => previous[name] !== undefined && properties[name] === undefined),
  );

const findMapping = async (context: ResourceContext, EventSourceArn: Value | undefined) => {
  const FunctionName = functionName(context.properties.FunctionName);
  const { EventSourceMappings } = await context.call(lambda.listEventSourceMappings, { EventSourceArn, FunctionName });
  const [found] = EventSourceMappings;
  if (!found)
    throw new Error(`The function ${FunctionName} has no mapping for the event source ${text(EventSourceArn)}.`);
  return found;
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
    lambda.putFunctionEventInvokeConfig,
    defined({
      FunctionName: name,
      Qualifier: qualifier,
      MaximumRetryAttempts: number(properties.MaximumRetryAttempts),
      MaximumEventAgeInSeconds: number(properties.MaximumEventAgeInSeconds),
      DestinationConfig: properties.DestinationConfig,
    }),
  );
  return { ref: `${name}|${qualifier}`, attributes: {} };
};

/**
 * A version that an alias names stays: PublishVersion returns the same version again for a resource with another logical
 * id, if code and settings are unchanged.
 */
const deleteVersion: RunningType['delete'] = async (context, existing) => {
  const FunctionName = functionName(context.properties.FunctionName);
  try {
    await context.call(lambda.deleteFunction, { FunctionName, Qualifier: text(existing.attributes.Version) });
  } catch (error) {
    if (errorCodeOf(error) !== 'ResourceConflictException') throw error;
  }
};

const aliasInput = (context: ResourceContext): lambda.AliasInput =>
  defined({
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
      FunctionUrlAuthType: true,
      InvokedViaFunctionUrl: true,
    },
    attributes: ['Id'],
    maxNameLength: 100,
    replacedBy: [
      'FunctionName',
      'Action',
      'Principal',
      'SourceArn',
      'SourceAccount',
      'PrincipalOrgID',
      'FunctionUrlAuthType',
      'InvokedViaFunctionUrl',
    ],
    // Older versions of the runtime recorded permissions for URLs without adding them. This text is not in their
    // records, so that the first deployment of this version adds the permission.
    contents: ({ properties }) => (isForUrl(properties) ? 'function URL' : ''),
    create: addPermission,
    update: addPermission,
    delete: async (context, existing) => {
      await context.call(lambda.removePermission, {
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
      StartingPosition: true,
      DestinationConfig: { OnFailure: { Destination: true } },
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: true,
      MaximumRecordAgeInSeconds: true,
      ParallelizationFactor: true,
      ScalingConfig: { MaximumConcurrency: true },
      Enabled: true,
      Tags: TAGS,
    },
    attributes: ['Id', 'EventSourceMappingArn'],
    replacedBy: ['EventSourceArn', 'StartingPosition'],
    problem: ({ EventSourceArn }) =>
      refusedText([{ property: 'EventSourceArn', value: EventSourceArn }], checkEventSource),
    create: async (context) => {
      const { EventSourceArn, StartingPosition, Tags } = context.properties;
      const more = defined({ StartingPosition, Tags: tagMap(Tags) });
      const input = { ...mappingInput(context), EventSourceArn, ...more };
      const { UUID } = await context.create(lambda.createEventSourceMapping, input, () =>
        findMapping(context, EventSourceArn),
      );
      return {
        ref: UUID,
        attributes: { Id: UUID, EventSourceMappingArn: arnOf(context.home, 'lambda', `event-source-mapping:${UUID}`) },
      };
    },
    update: async (context, existing, previous) => {
      const settings = { ...removedSettings(previous, context), ...mappingInput(context) };
      await context.call(lambda.updateEventSourceMapping, { UUID: existing.ref, ...settings });
      return existing;
    },
    delete: async (context, existing) => {
      await context.call(lambda.deleteEventSourceMapping, { UUID: existing.ref });
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
      await context.call(lambda.deleteFunctionEventInvokeConfig, {
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
      CodeSha256: 'the version gets the code of the same deployment',
      RuntimePolicy: 'functions run on the Node.js version of this process',
      ProvisionedConcurrencyConfig: NO_TRAFFIC_SHIFT,
    },
    attributes: ['Version', 'FunctionArn'],
    replacedBy: ['FunctionName', 'Description'],
    isCreatedAgain: true,
    create: async (context) => {
      const FunctionName = functionName(context.properties.FunctionName);
      const { Description } = context.properties;
      const answer = await context.call(lambda.publishVersion, defined({ FunctionName, Description }));
      const { FunctionArn, Version } = answer;
      return { ref: FunctionArn, attributes: { Version, FunctionArn } };
    },
    update: async (_, existing) => existing,
    delete: deleteVersion,
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
      const { AliasArn } = await context.call(lambda.createAlias, aliasInput(context));
      return { ref: AliasArn, attributes: { AliasArn } };
    },
    update: async (context, existing) => {
      await context.call(lambda.updateAlias, aliasInput(context));
      return existing;
    },
    delete: async (context) => {
      await context.call(lambda.deleteAlias, {
        FunctionName: functionName(context.properties.FunctionName),
        Name: context.name,
      });
    },
  },
  'AWS::Lambda::Url': LAMBDA_URL,
  ...LAYER_TYPES,
};
