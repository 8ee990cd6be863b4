import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A message in a dead-letter queue. The body contains applicants' data or a task token: never log it. */
export interface DeadLetter {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: { readonly [name: string]: string };
  readonly sentAt: Date;
  readonly receiveCount: number;
}

/** Visibility timeout: enough to read a full queue; after an interrupted command the messages are visible again soon. */
const HIDDEN_SECONDS = 60;
/** A short poll asks only some servers of the queue, so one empty response does not prove that the queue is empty. */
const EMPTY_ANSWERS = 2;
const BATCH = 10;

/** Receives at most `limit` messages, oldest first. They stay hidden for a minute, or until put back or deleted. */
export async function receiveDeadLetters(
  sqs: SQSClient,
  queueUrl: string,
  limit: number,
): Promise<readonly DeadLetter[]> {
  const deadLetters = new Map<string, DeadLetter>();
  for (let empty = 0; empty < EMPTY_ANSWERS && deadLetters.size < limit; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(BATCH, limit - deadLetters.size),
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const deadLetter of Messages.map(deadLetterOf)) deadLetters.set(deadLetter.id, deadLetter);
  }
  return [...deadLetters.values()].sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
}

function deadLetterOf({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  MessageAttributes,
  Attributes,
}: Message): DeadLetter {
  const attributes = Object.entries(MessageAttributes ?? {}).map(([name, { StringValue = '' }]) => [name, StringValue]);
  return {
    id: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Object.fromEntries(attributes),
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)),
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 0),
  };
}

/** Makes the messages visible again immediately. */
export async function putBack(sqs: SQSClient, queueUrl: string, deadLetters: readonly DeadLetter[]): Promise<void> {
  for (let at = 0; at < deadLetters.length; at += BATCH) {
    const Entries = deadLetters
      .slice(at, at + BATCH)
      .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

/** Reads at most `limit` messages, oldest first, and leaves them in the queue. */
export async function readDeadLetters(sqs: SQSClient, queueUrl: string, limit: number): Promise<readonly DeadLetter[]> {
  const deadLetters = await receiveDeadLetters(sqs, queueUrl, limit);
  await putBack(sqs, queueUrl, deadLetters);
  return deadLetters;
}
