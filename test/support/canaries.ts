import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';
import { eventually, pendingToken } from './system.ts';

/** Data that must stay out of logs, events and mails. */
export interface CanaryData {
  readonly name: string;
  readonly address: string;
  readonly email: string;
}

/** Applicants with this data, by id; each takes another path through the system. */
export const canaryApplicants = ({ name, address, email }: CanaryData) => ({
  clean: { name, address, email },
  unprocessable: { name: `${name} UNPROCESSABLE_DATA`, address },
  invalid: { name, address: '', email: `${email} ${name}` },
  approved: { name: `evil ${name}`, address, email },
  rejected: { name, address: address.replace(/^\d+ /, '') },
  forgotten: { name: `evil ${name}`, address },
});

/** Creates a queue that receives every event of the bus except submissions. The returned function reads it. */
export const listenForEvents = async ({ sqs, events }: Clients): Promise<() => Promise<readonly string[]>> => {
  const EventBusName = 'account-applications';
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:canary';
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'canary' }));
  const EventPattern = JSON.stringify({ 'detail-type': [{ 'anything-but': 'ApplicationSubmitted' }] });
  await events.send(new PutRuleCommand({ Name: 'canary', EventBusName, EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: 'canary', EventBusName, Targets: [{ Id: '1', Arn }] }));
  return async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    return Messages.map(({ Body }) => String(Body));
  };
};

/** Decides a pending review, with applicants' data in the comment; resolves to its task token. */
export const decideWithToken = async (
  clients: Clients,
  id: string,
  { decision, comment }: { readonly decision: string; readonly comment: string },
): Promise<string> => {
  const taskToken = await pendingToken(clients, id);
  const output = JSON.stringify({ decision, reviewer: 'kirk', comment });
  await clients.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
  return taskToken;
};

/** Reads events with `hear` until `events` has one of each of `types`. */
export const hearAll = (
  hear: () => Promise<readonly string[]>,
  events: string[],
  types: readonly string[],
): Promise<true> =>
  eventually('all events', async () => {
    events.push(...(await hear()));
    return types.every((type) => events.some((event) => event.includes(type))) ? true : undefined;
  });

/** Names of the files that may contain the data: the databases of records, executions and queues. */
const STORES = /^(runtime\.sqlite|dynamodb)/;

/** Name and content of every file of a data directory, except its databases. */
export const filesWithoutStores = (directory: string): [string, string][] =>
  readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !STORES.test(relative(directory, file)))
    .map((file) => [relative(directory, file), readFileSync(file, 'utf8')]);
