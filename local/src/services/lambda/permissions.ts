import { arnOf } from '../../core/aws/arn.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import {
  arnIn,
  as,
  each,
  everything,
  type Input,
  type Lookup,
  passingRole,
  type Requirements,
  type RequirementTable,
  roleIn,
  text,
  texts,
} from '../../core/policy/requirement.ts';

/** The function's ARN, from `FunctionName` (name, ARN or partial ARN, with or without a qualifier) and `Qualifier`. */
const byFunction = (input: Input, { home }: Lookup): string[] => {
  const [, name = '', inName] = /(?:^|function:)([^:]+)(?::([^:]+))?$/.exec(text(input, 'FunctionName')) ?? [];
  const qualifier = text(input, 'Qualifier') || inName;
  return [arnOf(home, 'lambda', qualifier ? `function:${name}:${qualifier}` : `function:${name}`)];
};

const byMapping = (input: Input, { home }: Lookup): string[] => [
  arnOf(home, 'lambda', `event-source-mapping:${text(input, 'UUID')}`),
];

const roleOf = roleIn('Role');

const layerOf = (input: Input, { home }: Lookup): string =>
  arnOf(home, 'lambda', `layer:${text(input, 'LayerName').replace(/^.*:layer:/, '')}`);

const byLayer = (input: Input, lookup: Lookup): string[] => [layerOf(input, lookup)];

const byLayerVersion = (input: Input, lookup: Lookup): string[] => [
  `${layerOf(input, lookup)}:${textOfAny(input.VersionNumber)}`,
];

/** The permission to use the layers that a function gets. */
const withLayers =
  (requirements: Requirements): Requirements =>
  (input, lookup) => [
    ...requirements(input, lookup),
    { action: 'lambda:GetLayerVersion', resources: texts(input, 'Layers') },
  ];

const authTypeKeys = (input: Input) => ({ 'lambda:functionurlauthtype': [text(input, 'AuthType')] });

/** A call of a function's URL needs both permissions. */
const invokeUrl: Requirements = (input, lookup) => {
  const resources = byFunction(input, lookup);
  return [
    { action: 'lambda:InvokeFunctionUrl', resources, keys: authTypeKeys(input) },
    { action: 'lambda:InvokeFunction', resources, keys: { 'lambda:invokedviafunctionurl': ['true'] } },
  ];
};

const settingUrl =
  (action: string): Requirements =>
  (input, lookup) => [{ action, resources: byFunction(input, lookup), keys: authTypeKeys(input) }];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const LAMBDA_REQUIREMENTS: RequirementTable = {
  ...each(
    'lambda',
    [
      'AddPermission',
      'CreateAlias',
      'DeleteAlias',
      'DeleteFunction',
      'DeleteFunctionConcurrency',
      'DeleteFunctionEventInvokeConfig',
      'DeleteFunctionUrlConfig',
      'GetAlias',
      'GetFunction',
      'GetFunctionConcurrency',
      'GetFunctionConfiguration',
      'GetFunctionEventInvokeConfig',
      'GetFunctionRecursionConfig',
      'GetFunctionUrlConfig',
      'GetPolicy',
      'ListAliases',
      'ListFunctionEventInvokeConfigs',
      'ListFunctionUrlConfigs',
      'ListVersionsByFunction',
      'PublishVersion',
      'PutFunctionConcurrency',
      'PutFunctionEventInvokeConfig',
      'PutFunctionRecursionConfig',
      'RemovePermission',
      'UpdateAlias',
      'UpdateFunctionCode',
      'UpdateFunctionEventInvokeConfig',
    ],
    byFunction,
  ),
  ...each('lambda', ['DeleteEventSourceMapping', 'GetEventSourceMapping', 'UpdateEventSourceMapping'], byMapping),
  ...each(
    'lambda',
    ['CreateEventSourceMapping', 'GetAccountSettings', 'ListEventSourceMappings', 'ListFunctions', 'ListLayers'],
    everything,
  ),
  ...each('lambda', ['ListTags', 'TagResource', 'UntagResource'], arnIn('Resource')),
  ...each('lambda', ['ListLayerVersions', 'PublishLayerVersion'], byLayer),
  ...each(
    'lambda',
    [
      'AddLayerVersionPermission',
      'DeleteLayerVersion',
      'GetLayerVersion',
      'GetLayerVersionPolicy',
      'RemoveLayerVersionPermission',
    ],
    byLayerVersion,
  ),
  GetLayerVersionByArn: as('lambda:GetLayerVersion', arnIn('Arn')),
  CreateFunction: passingRole(withLayers(as('lambda:CreateFunction', byFunction)), 'lambda.amazonaws.com', roleOf),
  UpdateFunctionConfiguration: passingRole(
    withLayers(as('lambda:UpdateFunctionConfiguration', byFunction)),
    'lambda.amazonaws.com',
    roleOf,
  ),
  CreateFunctionUrlConfig: settingUrl('lambda:CreateFunctionUrlConfig'),
  UpdateFunctionUrlConfig: settingUrl('lambda:UpdateFunctionUrlConfig'),
  Invoke: as('lambda:InvokeFunction', byFunction),
  InvokeFunctionUrl: invokeUrl,
};
