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
  roleIn,
  text,
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
      'GetAlias',
      'GetFunction',
      'GetFunctionConcurrency',
      'GetFunctionConfiguration',
      'GetFunctionEventInvokeConfig',
      'GetFunctionRecursionConfig',
      'GetPolicy',
      'ListAliases',
      'ListFunctionEventInvokeConfigs',
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
    ['CreateEventSourceMapping', 'GetAccountSettings', 'ListEventSourceMappings', 'ListFunctions'],
    everything,
  ),
  ...each('lambda', ['ListTags', 'TagResource', 'UntagResource'], arnIn('Resource')),
  CreateFunction: passingRole(as('lambda:CreateFunction', byFunction), 'lambda.amazonaws.com', roleOf),
  UpdateFunctionConfiguration: passingRole(
    as('lambda:UpdateFunctionConfiguration', byFunction),
    'lambda.amazonaws.com',
    roleOf,
  ),
  Invoke: as('lambda:InvokeFunction', byFunction),
};
