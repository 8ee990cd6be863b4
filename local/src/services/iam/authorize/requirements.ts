import type { Requirements, RequirementTable } from '../../../core/permissions.ts';
import { DYNAMODB_REQUIREMENTS } from '../../dynamodb/permissions.ts';
import { EVENTS_REQUIREMENTS } from '../../eventbridge/permissions.ts';
import { LAMBDA_REQUIREMENTS } from '../../lambda/permissions.ts';
import { LOGS_REQUIREMENTS } from '../../logs/permissions.ts';
import { SNS_REQUIREMENTS } from '../../sns/permissions.ts';
import { SQS_REQUIREMENTS } from '../../sqs/permissions.ts';
import { STATES_REQUIREMENTS } from '../../stepfunctions/permissions.ts';
import { IAM_REQUIREMENTS, SES_REQUIREMENTS, STS_REQUIREMENTS } from './identity-services.ts';

const TABLES: { readonly [service: string]: RequirementTable | undefined } = {
  dynamodb: DYNAMODB_REQUIREMENTS,
  events: EVENTS_REQUIREMENTS,
  iam: IAM_REQUIREMENTS,
  lambda: LAMBDA_REQUIREMENTS,
  logs: LOGS_REQUIREMENTS,
  ses: SES_REQUIREMENTS,
  sns: SNS_REQUIREMENTS,
  sqs: SQS_REQUIREMENTS,
  states: STATES_REQUIREMENTS,
  sts: STS_REQUIREMENTS,
};

/** What an API action needs; undefined for one that the tables do not know. */
export const requirementsOf = (service: string, action: string): Requirements | undefined => {
  const table = TABLES[service];
  return table && Object.hasOwn(table, action) ? table[action] : undefined;
};
