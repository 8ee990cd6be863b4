import type { HandledAction, Message, Queue } from './fauxqs.ts';

interface Deletion {
  readonly ReceiptHandle?: unknown;
}

const deletionsOf = (action: HandledAction, input: Readonly<Record<string, unknown>>): readonly Deletion[] => {
  if (action === 'DeleteMessage') return [input];
  return action === 'DeleteMessageBatch' && Array.isArray(input.Entries) ? input.Entries : [];
};

/**
 * Takes out what a deletion names and is visible again, and answers with it. A message of a standard queue is deleted by
 * its latest receipt handle also when its visibility timeout has passed, as long as nobody has received it since.
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
