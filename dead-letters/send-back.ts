import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { parsedObject } from './about.ts';
import type { Clients } from './clients.ts';
import type { DeadLetterQueue } from './find.ts';
import type { Letter } from './letter.ts';
import type { WayBack } from './way-back.ts';

/** Why a letter could not be sent back: the name of an error, or why there is no way. */
export type Refusal = string;

/** Sends one letter on its way and then deletes it; when sending fails it stays where it is. */
export async function sendBack(
  clients: Clients,
  queue: DeadLetterQueue,
  { letter, way }: { readonly letter: Letter; readonly way: WayBack },
): Promise<Refusal | undefined> {
  try {
    const refusal = await send(clients, letter, way);
    if (refusal !== undefined) return refusal;
    await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: letter.receiptHandle }));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown error';
  }
}

function send(clients: Clients, letter: Letter, way: WayBack): Promise<Refusal | undefined> {
  switch (way.kind) {
    case 'queue':
      return sendMessage(clients, letter, way.to);
    case 'execution':
      return startExecution(clients, letter, way);
    case 'function':
      return invoke(clients, way);
    case 'none':
      return Promise.resolve(way.reason);
  }
}

async function sendMessage({ sqs }: Clients, { body, attributes }: Letter, name: string): Promise<undefined> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const entries = Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]);
  const MessageAttributes = Object.fromEntries(entries);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes }));
  return undefined;
}

interface Call {
  readonly to: string;
  readonly input: string;
}

/** Named after the letter: a second attempt after one that broke off finds the first one's execution. */
async function startExecution({ sfn }: Clients, { id }: Letter, { to, input }: Call): Promise<undefined> {
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn: to, name: `redrive-${id}`, input }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
  }
  return undefined;
}

/** Waits for the function: only what it has done may be deleted. */
async function invoke({ lambda }: Clients, { to, input }: Call): Promise<Refusal | undefined> {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: to, Payload: input }));
  if (FunctionError === undefined) return undefined;
  const { errorType } = parsedObject(Buffer.from(Payload ?? []).toString('utf8')) ?? {};
  return typeof errorType === 'string' && /^[\w.]{1,80}$/.test(errorType) ? errorType : FunctionError;
}
