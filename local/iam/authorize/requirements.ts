import { DYNAMODB_REQUIREMENTS } from './dynamodb.ts';
import { EVENTS_REQUIREMENTS } from './events.ts';
import { IAM_REQUIREMENTS, SES_REQUIREMENTS, STS_REQUIREMENTS } from './identity-services.ts';
import { LAMBDA_REQUIREMENTS } from './lambda.ts';
import { LOGS_REQUIREMENTS } from './logs.ts';
import type { Requirements, RequirementTable } from './requirement.ts';
import { SNS_REQUIREMENTS } from './sns.ts';
import { SQS_REQUIREMENTS } from './sqs.ts';
import { STATES_REQUIREMENTS } from './states.ts';

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
