import type { AnsweredRequest, Units } from '../core/billed-units.ts';
import type { Requirements } from '../core/policy/requirement.ts';
import type { ServiceManifest } from '../core/service-manifest.ts';
import { apiGatewayManifest } from './apigateway/manifest.ts';
import { appsyncManifest } from './appsync/manifest.ts';
import { cloudFormationManifest } from './cloudformation/manifest.ts';
import { cognitoManifest } from './cognito/manifest.ts';
import { dynamodbManifest } from './dynamodb/manifest.ts';
import { eventbridgeManifest } from './eventbridge/manifest.ts';
import { iamManifest } from './iam/manifest.ts';
import { lambdaManifest } from './lambda/manifest.ts';
import { logsManifest } from './logs/manifest.ts';
import { pipesManifest } from './pipes/manifest.ts';
import { schedulerManifest } from './scheduler/manifest.ts';
import { sesManifest } from './ses/manifest.ts';
import { snsManifest } from './sns/manifest.ts';
import { sqsManifest } from './sqs/manifest.ts';
import { ssmManifest } from './ssm/manifest.ts';
import { stepFunctionsManifest } from './stepfunctions/manifest.ts';
import { stsManifest } from './sts/manifest.ts';

/** The manifests of all services of the runtime. */
export const MANIFESTS: readonly ServiceManifest[] = [
  sqsManifest,
  snsManifest,
  dynamodbManifest,
  eventbridgeManifest,
  schedulerManifest,
  pipesManifest,
  stepFunctionsManifest,
  lambdaManifest,
  iamManifest,
  logsManifest,
  apiGatewayManifest,
  appsyncManifest,
  cognitoManifest,
  sesManifest,
  stsManifest,
  ssmManifest,
  cloudFormationManifest,
];

const BY_NAME: ReadonlyMap<string, ServiceManifest> = new Map(MANIFESTS.map((manifest) => [manifest.name, manifest]));

/** The permissions that an API action needs; undefined for an action that the service's table does not contain. */
export const requirementsOf = (service: string, action: string): Requirements | undefined => {
  const table = BY_NAME.get(service)?.permissions;
  return table && Object.hasOwn(table, action) ? table[action] : undefined;
};

/** Units that one successful request is billed for; none for services that meter inside their own code. */
export const billedUnitsOf = (service: string, request: AnsweredRequest): Units =>
  BY_NAME.get(service)?.billedUnits?.(request) ?? [];
