import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { OneMachine } from 'one-machine';

/** A runtime, and official SDK clients that connect to it. */
export interface Clients {
  readonly aws: OneMachine;
  readonly endpoint: string;
  readonly events: EventBridgeClient;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
  readonly tables: DynamoDBDocumentClient;
}

export const clientsOf = (aws: OneMachine): Clients => ({
  aws,
  endpoint: aws.endpoint,
  events: new EventBridgeClient(aws.clientConfig),
  sfn: new SFNClient(aws.clientConfig),
  sqs: new SQSClient(aws.clientConfig),
  tables: DynamoDBDocumentClient.from(new DynamoDBClient(aws.clientConfig)),
});

export const readRecord = async (
  { tables }: Pick<Clients, 'tables'>,
  id: string,
): Promise<Record<string, unknown> | undefined> =>
  (await tables.send(new GetCommand({ TableName: 'applications', Key: { id }, ConsistentRead: true }))).Item;
