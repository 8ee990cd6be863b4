import type { HandledAction, Message, Queue } from './fauxqs.ts';

interface Deletion {
  readonly ReceiptHandle?: unknown;
}

const deletionsOf = (action: HandledAction, input: Readonly<Record<string, unknown>>): readonly Deletion[] => {
  if (action === 'DeleteMessage') return [input];
  return action === 'DeleteMessageBatch' && Array.isArray(input.Entries) ? input.Entries : [];
};

/**
 * Removes and returns the messages that a deletion names and that are visible again. A standard queue accepts a
 * message's latest receipt handle after its visibility timeout, unless the message has been received again.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export const deleteVisible = (
  queue: Queue,
  action: HandledAction,
  input: Readonly<Record<string, unknown>>,
): readonly Message[] => {
  if (queue.isFifo()) return [];
  return deletionsOf(action, input).flatMap(({ ReceiptHandle }) => {
    if (typeof ReceiptHandle !== 'string' || queue.inflightMessages.has(ReceiptHandle)) return [];
    const index = queue.messages.findIndex(({ receiptHandle }) => receiptHandle === ReceiptHandle);
    return index < 0 ? [] : queue.messages.splice(index, 1);
  });
};
