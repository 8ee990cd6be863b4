import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { parsedObject } from './about.ts';
import { withoutValuesOf } from './cause.ts';
import type { Clients } from './clients.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './find.ts';
import type { RedriveTarget } from './redrive-target.ts';

/** The clients and the case file that a redrive works with. */
export interface Redriving {
  readonly clients: Clients;
  readonly tellCaseFile: TellCaseFile;
}

/** Why a dead letter was not sent back: the error without the applicant's values, or why it has no redrive target. */
export type Refusal = string;

/** Tells the case file of the application, if the dead letter names one, that the dead letter was sent back. */
export type TellCaseFile = (deadLetter: DeadLetter) => Promise<void>;

/**
 * Sends one dead letter to its redrive target, tells the case file, then deletes the message from the queue. If one of these
 * fails, the message stays in the queue and the reason is returned; undefined means success.
 */
export async function sendBack(
  { clients, tellCaseFile }: Redriving,
  queue: DeadLetterQueue,
  { deadLetter, target }: { readonly deadLetter: DeadLetter; readonly target: RedriveTarget },
): Promise<Refusal | undefined> {
  try {
    const refusal = await send(clients, deadLetter, target);
    if (refusal !== undefined) return refusal;
    await tellCaseFile(deadLetter);
    await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: deadLetter.receiptHandle }));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown error';
  }
}

function send(clients: Clients, deadLetter: DeadLetter, target: RedriveTarget): Promise<Refusal | undefined> {
  switch (target.kind) {
    case 'queue':
      return sendMessage(clients, deadLetter, target);
    case 'execution':
      return startExecution(clients, deadLetter, target);
    case 'function':
      return invoke(clients, deadLetter, target);
    case 'none':
      return Promise.resolve(target.reason);
  }
}

interface Sending {
  readonly to: string;
  readonly input?: string;
}

/** The attributes of an event that EventBridge could not deliver say why; they are no part of the event. */
async function sendMessage(
  { sqs }: Clients,
  { body, attributes }: DeadLetter,
  { to, input }: Sending,
): Promise<undefined> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: to }));
  const kept = input === undefined ? attributes : {};
  const entries = Object.entries(kept).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]);
  const MessageAttributes = Object.fromEntries(entries);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: input ?? body, MessageAttributes }));
  return undefined;
}

interface Call {
  readonly to: string;
  readonly input: string;
}

/** The execution name contains the message id, so a repeated attempt does not start a second execution. */
async function startExecution({ sfn }: Clients, { id }: DeadLetter, { to, input }: Call): Promise<undefined> {
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn: to, name: `redrive-${id}`, input }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
  }
  return undefined;
}

/**
 * Invokes the function synchronously: the message may be deleted only after the function has succeeded. The reason is the
 * function's error, with the same message that the cause of a dead letter shows.
 */
async function invoke({ lambda }: Clients, { body }: DeadLetter, { to, input }: Call): Promise<Refusal | undefined> {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: to, Payload: input }));
  if (FunctionError === undefined) return undefined;
  const { errorType, errorMessage } = parsedObject(Buffer.from(Payload ?? []).toString('utf8')) ?? {};
  const name = typeof errorType === 'string' && /^[\w.]{1,80}$/.test(errorType) ? errorType : FunctionError;
  if (typeof errorMessage !== 'string' || errorMessage === '') return name;
  return `${name}: ${withoutValuesOf(body, errorMessage).slice(0, MESSAGE_LENGTH)}`;
}

/** Longer error messages are cut. Characters. */
const MESSAGE_LENGTH = 300;
