import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ClientConfig } from 'one-machine';

/** Official SDK clients that connect to a runtime. */
export interface Clients {
  readonly endpoint: string;
  readonly events: EventBridgeClient;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
  readonly tables: DynamoDBDocumentClient;
}

/** Configuration of SDK clients for an endpoint, which may belong to another process. */
export const configFor = (endpoint: string): ClientConfig => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

export const clientsFor = (endpoint: string): Clients => {
  const config = configFor(endpoint);
  return {
    endpoint,
    events: new EventBridgeClient(config),
    sfn: new SFNClient(config),
    sqs: new SQSClient(config),
    tables: DynamoDBDocumentClient.from(new DynamoDBClient(config)),
  };
};
