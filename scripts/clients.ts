import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { OneMachine } from 'one-machine';

/** How long anything may take that a script waits for; a busy machine is slow. */
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 15;

/** A runtime and the official clients that point at it. */
export interface Clients {
  readonly aws: OneMachine;
  readonly events: EventBridgeClient;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
  readonly tables: DynamoDBDocumentClient;
}

export const clientsOf = (aws: OneMachine): Clients => ({
  aws,
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

/** Asks until there is an answer; throws when there is none after a minute. */
export const eventually = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const isLast = performance.now() > until;
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (isLast) throw new Error(`${what} did not come within ${PATIENCE_MS / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
};
