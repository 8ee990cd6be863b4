import type { Action } from '../../core/service.ts';
import { invalidParameter } from './errors.ts';
import type { Queue } from './fauxqs.ts';
import { deadLetterArn } from './queue-actions.ts';
import type { Queues } from './queues.ts';

const MAX_WAIT_SECONDS = 20;

interface ReceivedMessage {
  readonly ReceiptHandle: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: unknown;
  MD5OfMessageAttributes?: unknown;
}

const waitSecondsOf = (input: Record<string, unknown>, queue: Queue): number => {
  const seconds = Number(input.WaitTimeSeconds ?? queue.attributes.ReceiveMessageWaitTimeSeconds);
  if (seconds >= 0 && seconds <= MAX_WAIT_SECONDS) return seconds;
  throw invalidParameter(
    `Value ${seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
  );
};

const requestedAttributes = (input: Record<string, unknown>): string[] =>
  [input.AttributeNames, input.MessageSystemAttributeNames].flat().filter((name) => typeof name === 'string');

/** Adds the attribute that fauxqs does not know and removes attributes that the request did not name. */
const completeMessage = (input: Record<string, unknown>, queue: Queue, message: ReceivedMessage): void => {
  const names = requestedAttributes(input);
  const source = queue.inflightMessages.get(message.ReceiptHandle)?.message.deadLetterQueueSourceArn;
  if (source && source !== queue.arn && (names.includes('All') || names.includes('DeadLetterQueueSourceArn')))
    message.Attributes = { ...message.Attributes, DeadLetterQueueSourceArn: source };
  if (input.MessageAttributeNames === undefined) {
    delete message.MessageAttributes;
    delete message.MD5OfMessageAttributes;
  }
};

/** Notes this queue on the messages that fauxqs may move to the dead-letter queue in the next receive. */
const markSource = (queue: Queue): void => {
  if (!deadLetterArn(queue.attributes.RedrivePolicy)) return;
  for (const messages of queue.isFifo() ? queue.fifoMessages.values() : [queue.messages])
    for (const message of messages.slice(0, 10)) message.deadLetterQueueSourceArn = queue.arn;
};

const takeNow = async (queues: Queues, input: Record<string, unknown>): Promise<ReceivedMessage[]> => {
  const queue = queues.require(input.QueueUrl);
  markSource(queue);
  const answer = await queues.perform('ReceiveMessage', { ...input, WaitTimeSeconds: 0 }, queue);
  const messages = (answer as { Messages?: ReceivedMessage[] }).Messages ?? [];
  for (const message of messages) completeMessage(input, queue, message);
  return messages;
};

/**
 * Receives messages; waits for the first one up to WaitTimeSeconds of wall-clock time. The wait ends when the client
 * disconnects or the runtime stops. A disconnected client receives no message.
 */
export const receiveMessage =
  (queues: Queues): Action =>
  async (input, { signal }) => {
    const queue = queues.require(input.QueueUrl);
    const untilMs = queues.wallClockMs() + waitSecondsOf(input, queue) * 1000;
    for (;;) {
      if (signal?.aborted || queues.arrivals.stopped) return {};
      const messages = await takeNow(queues, input);
      if (messages.length > 0) return { Messages: messages };
      const leftMs = untilMs - queues.wallClockMs();
      if (leftMs <= 0) return {};
      await queues.arrivals.next(queue.arn, leftMs, signal);
    }
  };
