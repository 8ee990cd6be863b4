import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** SDK clients. They use the SDK's standard configuration: environment variables, profile, AWS_ENDPOINT_URL. */
export interface Clients {
  readonly events: EventBridgeClient;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  readonly sts: STSClient;
  readonly tables: DynamoDBDocumentClient;
}

export function createClients(): Clients {
  return {
    events: new EventBridgeClient({}),
    sfn: new SFNClient({}),
    sqs: new SQSClient({}),
    lambda: new LambdaClient({}),
    sts: new STSClient({}),
    tables: DynamoDBDocumentClient.from(new DynamoDBClient({})),
  };
}
