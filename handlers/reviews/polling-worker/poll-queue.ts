import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { BatchAnswer, QueuedMessage } from '../../shared/batch.ts';

export interface Polling {
  readonly sqs: SQSClient;
  readonly queueName: string;
  /** Processes a batch. Returns the failed messages in the format of ReportBatchItemFailures. */
  readonly handle: (event: { readonly Records: readonly QueuedMessage[] }) => Promise<BatchAnswer>;
  /** Called if receiving, `handle` or deleting throws. Polling continues after a backoff. */
  readonly onError: (error: unknown) => void;
  /** Stops polling; messages in flight are finished first. */
  readonly signal: AbortSignal;
}

/** The maximum batch size and the longest long poll that SQS allows. */
const BATCH_SIZE = 10;
const WAIT_SECONDS = 20;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Polls a queue until `signal` aborts. As with an event source mapping, successful messages are deleted. Failed messages stay
 * in the queue, become visible again after their visibility timeout, and move to the dead-letter queue after maxReceiveCount
 * deliveries.
 */
export async function pollQueue(polling: Polling): Promise<void> {
  const { signal, onError } = polling;
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      await pollOnce(polling);
      pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }
}

async function pollOnce({ sqs, queueName, handle, signal }: Polling): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }), { abortSignal: signal });
  const receive = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: BATCH_SIZE,
    WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  const { Messages = [] } = await sqs.send(receive, { abortSignal: signal });
  if (Messages.length === 0) return;
  const { batchItemFailures } = await handle({ Records: Messages.map(recordOf) });
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const done = Messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
  if (done.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: done.map(entryOf) }));
}

const recordOf = ({ MessageId = '', Body = '', Attributes = {} }: Message): QueuedMessage => ({
  messageId: MessageId,
  body: Body,
  attributes: { SentTimestamp: Attributes.SentTimestamp ?? '' },
});

const entryOf = ({ ReceiptHandle }: Message, index: number) => ({ Id: String(index), ReceiptHandle });
