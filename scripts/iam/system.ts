import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { OneMachine } from 'one-machine';
import { BUS_NAME, EVENT_SOURCE } from '../../events/names.ts';
import { type Clients, clientsOf, readRecord } from '../clients.ts';
import { eventually } from '../eventually.ts';
import { readPermissions } from './permissions.ts';

/** Name of the policy that the grant check adds to a role to deny an action temporarily. */
const POLICY = 'grant-check-deny';

/** A running system and the clients that the grant check uses. */
export interface System extends Clients {
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  /** Calls that the grant check has denied on purpose, as `principal action`. */
  readonly provoked: Set<string>;
}

export const systemOf = (aws: OneMachine): System => ({
  ...clientsOf(aws),
  iam: new IAMClient(aws.clientConfig),
  lambda: new LambdaClient(aws.clientConfig),
  provoked: new Set(),
});

export const put = async ({ events }: Clients, DetailType: string, detail: unknown): Promise<void> => {
  const entry = { EventBusName: BUS_NAME, Source: EVENT_SOURCE, DetailType, Detail: JSON.stringify(detail) };
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount !== 0) throw new Error(`The bus refused ${DetailType}.`);
};

export const recordAs = (clients: Clients, id: string, state: string): Promise<Record<string, unknown>> =>
  eventually(clients, `${id} as ${state}`, async () => {
    const record = await readRecord(clients, id);
    return record?.state === state ? record : undefined;
  });

export const reviewAs = (clients: Clients, applicationId: string, state: string): Promise<Record<string, unknown>> =>
  eventually(clients, `the review of ${applicationId} as ${state}`, async () => {
    const { Item } = await clients.tables.send(
      new GetCommand({ TableName: 'reviews', Key: { applicationId }, ConsistentRead: true }),
    );
    return Item?.state === state ? Item : undefined;
  });

/** The token with which the latest review of an application can be answered. */
export const tokenOf = async ({ tables }: Clients, applicationId: string): Promise<string> => {
  const read = new GetCommand({ TableName: 'review-tokens', Key: { applicationId }, ConsistentRead: true });
  return String((await tables.send(read)).Item?.taskToken);
};

/** Receives and deletes messages of a queue up to the first one whose body contains `about`; resolves with that body. */
export const takeFrom = async (clients: Clients, QueueName: string, about = ''): Promise<string> => {
  const { sqs } = clients;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return eventually(clients, `a message in ${QueueName}`, async () => {
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    if (!message) return undefined;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return message.Body?.includes(about) ? message.Body : undefined;
  });
};

/** Sends a dead-letter message with the attributes that its source service adds. */
export const leaveIn = async (
  { sqs }: Clients,
  QueueName: string,
  body: unknown,
  attributes: Readonly<Record<string, string>>,
): Promise<void> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const named = Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]);
  const MessageAttributes = Object.fromEntries(named);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), MessageAttributes }));
};

export const invoke = async ({ lambda }: System, FunctionName: string, payload: unknown): Promise<void> => {
  const Payload = JSON.stringify(payload);
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  if (FunctionError) throw new Error(`${FunctionName} failed when it was invoked directly: ${FunctionError}`);
};

/** ARN of the role whose policies allow an action on a resource; `holder` selects one of several. */
export const roleThatMay = async (
  { aws }: Clients,
  action: string,
  resource: RegExp,
  holder = /./,
): Promise<string> => {
  const { used, unused } = await readPermissions(aws.endpoint);
  const found = [...used, ...unused].find(
    (grant) =>
      grant.action === action &&
      resource.test(grant.resource) &&
      grant.holder.includes(':role/') &&
      holder.test(grant.holder),
  );
  if (!found) throw new Error(`No role allows ${action} on ${resource}.`);
  return found.holder;
};

/** Runs `work` while a policy denies an action to a role. */
export const whileDenied = async (
  { iam, provoked }: System,
  roleArn: string,
  action: string,
  work: () => Promise<void>,
): Promise<void> => {
  const RoleName = roleArn.replace(/^.*\//, '');
  const Statement = { Effect: 'Deny', Action: action, Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  provoked.add(`${roleArn} ${action}`);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: POLICY, PolicyDocument }));
  await work();
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: POLICY }));
};
