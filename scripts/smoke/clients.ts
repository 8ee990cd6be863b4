import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SNSClient } from '@aws-sdk/client-sns';
import { type Clients, createClients } from '../../cli/clients.ts';

/** Clients for one deployment. They use the SDK's standard configuration: environment variables, profile, AWS_ENDPOINT_URL. */
export interface SmokeClients extends Clients {
  readonly stacks: CloudFormationClient;
  readonly alarms: CloudWatchClient;
  readonly topics: SNSClient;
}

export const createSmokeClients = (): SmokeClients => ({
  ...createClients(),
  stacks: new CloudFormationClient({}),
  alarms: new CloudWatchClient({}),
  topics: new SNSClient({}),
});
