import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Input } from '../../../core/parameters/input.ts';
import type { Action } from '../../../core/service.ts';
import { readAttributes, sizeOfAttributes } from '../messages/attributes.ts';
import { performBatch, readBatch } from '../messages/batch.ts';
import { checkIdentifiers, readEntry } from '../messages/entry.ts';
import { send } from '../messages/send.ts';
import type { Queues } from '../queues.ts';

const MAX_BYTES = 1_048_576;

/** Size of an entry in bytes. Invalid attributes do not count, because their entry fails anyway. */
const sizeOfInput = ({ MessageBody: body, MessageAttributes: attributes }: Input): number => {
  const bodyBytes = typeof body === 'string' ? Buffer.byteLength(body) : 0;
  try {
    return bodyBytes + sizeOfAttributes(readAttributes(attributes));
  } catch {
    return bodyBytes;
  }
};

const checkSize = (entries: readonly Input[]): void => {
  const bytes = entries.reduce((sum, entry) => sum + sizeOfInput(entry), 0);
  if (bytes > MAX_BYTES)
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAX_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const sendMessageBatch =
  (queues: Queues): Action =>
  (input, call) =>
    queues.change(input.QueueUrl, (queue) => {
      const entries = readBatch(input, 'SendMessageBatch');
      checkSize(entries);
      checkIdentifiers(entries, queue);
      return performBatch(entries, (entry) => send(queues, queue, readEntry(entry, queue), call));
    });
