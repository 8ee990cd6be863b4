import type { Action } from '../../../core/service.ts';
import { invalidValue } from '../errors.ts';
import { handleOf, performBatch, readBatch } from '../messages/batch.ts';
import { findByReceipt } from '../messages/find.ts';
import type { Queues } from '../queues.ts';
import type { Queue } from '../store/queue-table.ts';
import { STATE } from '../store/tables.ts';

/**
 * Deletes the message of a receipt handle. If the handle is not the latest one of its message, a standard queue ignores
 * the call and a FIFO queue refuses it. A FIFO queue also refuses a handle whose visibility timeout is over.
 */
const deleteByReceipt = (queues: Queues, queue: Queue, handle: string): undefined => {
  const message = findByReceipt(queues.states.table, queue, handle);
  if (!message) return;
  const isLatest = message.receipt === handle;
  if (queue.isFifo && !(isLatest && message.state === STATE.inFlight))
    throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
  if (isLatest) queues.states.remove(queue, message);
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export const deleteMessage =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => deleteByReceipt(queues, queue, handleOf(input)));
    return {};
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export const deleteMessageBatch =
  (queues: Queues): Action =>
  (input) =>
    queues.change(input.QueueUrl, (queue) =>
      performBatch(readBatch(input, 'DeleteMessageBatch'), (entry) => deleteByReceipt(queues, queue, handleOf(entry))),
    );
