import type { Input } from '../../../core/parameters/input.ts';
import type { Action } from '../../../core/service.ts';
import { invalidValue, messageNotInflight, missingParameter } from '../errors.ts';
import { handleOf, performBatch, readBatch } from '../messages/batch.ts';
import { findByReceipt } from '../messages/find.ts';
import { integerWithin } from '../parameters.ts';
import type { Queues } from '../queues.ts';
import type { Message } from '../store/message-table.ts';
import type { Queue } from '../store/queue-table.ts';
import { STATE } from '../store/tables.ts';

const MAX_SECONDS = 43_200;
const LIMITS = { min: 0, max: MAX_SECONDS, reason: 'VisibilityTimeout must be an integer between 0 and 43200.' };

const requireInFlight = (queues: Queues, queue: Queue, handle: string): Message => {
  const message = findByReceipt(queues.states.table, queue, handle);
  if (message?.receipt !== handle)
    throw invalidValue(
      'ReceiptHandle',
      handle,
      'Message does not exist or is not available for visibility timeout change.',
    );
  if (message.state !== STATE.inFlight) throw messageNotInflight();
  return message;
};

/**
 * Starts the visibility timeout of a message again, with a new length. Together all its timeouts last at most 12 hours
 * after the receive.
 */
const changeVisibility = (queues: Queues, queue: Queue, input: Input): undefined => {
  const seconds = integerWithin(input, 'VisibilityTimeout', LIMITS);
  if (seconds === undefined) throw missingParameter('VisibilityTimeout');
  const message = requireInFlight(queues, queue, handleOf(input));
  const hiddenMs = queues.kernel.clock.now() - (message.receivedMs ?? 0);
  if (hiddenMs + seconds * 1000 > MAX_SECONDS * 1000 + 999)
    throw invalidValue(
      'VisibilityTimeout',
      seconds,
      'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    );
  queues.states.setTimeout(queue, message, seconds * 1000);
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => changeVisibility(queues, queue, input));
    return {};
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export const changeMessageVisibilityBatch =
  (queues: Queues): Action =>
  (input) =>
    queues.change(input.QueueUrl, (queue) =>
      performBatch(readBatch(input, 'ChangeMessageVisibilityBatch'), (entry) => changeVisibility(queues, queue, entry)),
    );
