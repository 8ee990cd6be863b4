import type { ResourceType, ResourceTypes } from '../core/cloudformation/resource-type.ts';
import { HTTP_API_TYPES } from '../services/apigateway/http/resources.ts';
import { REST_API_TYPES } from '../services/apigateway/rest/resources.ts';
import { APPSYNC_TYPES } from '../services/appsync/resources.ts';
import { COGNITO_TYPES } from '../services/cognito/resources.ts';
import { DYNAMODB_TYPES } from '../services/dynamodb/resources.ts';
import { EVENTS_TYPES } from '../services/eventbridge/resources.ts';
import { IAM_TYPES } from '../services/iam/resources.ts';
import { LAMBDA_TYPES } from '../services/lambda/resources.ts';
import { LOGS_TYPES } from '../services/logs/resources.ts';
import { SNS_TYPES } from '../services/sns/resources.ts';
import { SQS_TYPES } from '../services/sqs/resources.ts';
import { STEP_FUNCTIONS_TYPES } from '../services/stepfunctions/resources.ts';
import { NOT_RUN_TYPES } from './not-run-types.ts';

const REFUSED_TYPES: ResourceTypes = {
  'AWS::Scheduler::Schedule': {
    kind: 'refused',
    reason: 'the scheduler is not run here; use a rule with a ScheduleExpression',
  },
  'AWS::Scheduler::ScheduleGroup': { kind: 'refused', reason: 'the scheduler is not run here' },
  'AWS::Pipes::Pipe': { kind: 'refused', reason: 'pipes are not run here' },
  'AWS::CloudFormation::CustomResource': { kind: 'refused', reason: 'custom resources are not run here' },
  'AWS::CloudFormation::Stack': { kind: 'refused', reason: 'nested stacks are not run here' },
};

const TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    SQS_TYPES,
    SNS_TYPES,
    DYNAMODB_TYPES,
    EVENTS_TYPES,
    STEP_FUNCTIONS_TYPES,
    LAMBDA_TYPES,
    IAM_TYPES,
    LOGS_TYPES,
    HTTP_API_TYPES,
    REST_API_TYPES,
    APPSYNC_TYPES,
    COGNITO_TYPES,
    NOT_RUN_TYPES,
    REFUSED_TYPES,
  ].flatMap((types) => Object.entries(types)),
);

const UNKNOWN: ResourceType = { kind: 'refused', reason: 'this type is not known to the runtime' };
const CUSTOM: ResourceType = { kind: 'refused', reason: 'custom resources are not run here' };

/** What the runtime does with resources of a type; an unknown type is refused. */
export const resourceType = (type: string): ResourceType =>
  TYPES.get(type) ?? (type.startsWith('Custom::') ? CUSTOM : UNKNOWN);

/** Every type with what becomes of it, for the support table of the documentation. */
export const resourceTypes = (): ReadonlyMap<string, ResourceType> => TYPES;
