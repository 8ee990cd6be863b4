import { createHash } from 'node:crypto';
import { AwsError } from '../../../core/aws/aws-error.ts';
import { isMessageText } from '../../../core/aws/message-text.ts';
import type { Input } from '../../../core/parameters/input.ts';
import { invalidParameter, invalidValue, missingParameter, NOT_FOR_THIS_TYPE } from '../errors.ts';
import { integerWithin, textOf } from '../parameters.ts';
import { integerOf } from '../queue/attributes.ts';
import type { Queue } from '../store/queue-table.ts';
import { type MessageAttributes, readAttributes, sizeOfAttributes } from './attributes.ts';
import { invalidCharacters, isIdentifier } from './characters.ts';

/** A checked message of SendMessage or SendMessageBatch. */
export interface Entry {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly systemAttributes: MessageAttributes;
  readonly groupId: string | undefined;
  /** Set for FIFO queues only. */
  readonly deduplicationId: string | undefined;
  readonly delaySeconds: number;
}

const DELAY = { min: 0, max: 900, reason: 'DelaySeconds must be >= 0 and <= 900.' };

const readBody = ({ MessageBody: body }: Input): string => {
  if (body === undefined || body === null || body === '') throw missingParameter('MessageBody');
  if (typeof body !== 'string') throw new AwsError('SerializationException', 'The MessageBody must be a string.');
  if (!isMessageText(body)) throw invalidCharacters();
  return body;
};

const readSystemAttributes = (given: unknown): MessageAttributes => {
  const attributes = readAttributes(given, '');
  for (const [name, { DataType }] of Object.entries(attributes))
    if (name !== 'AWSTraceHeader' || DataType !== 'String')
      throw invalidParameter(
        `Message system attribute name '${name}' is invalid. The only supported one is AWSTraceHeader of type String.`,
      );
  return attributes;
};

/** Reads MessageGroupId, MessageDeduplicationId or ReceiveRequestAttemptId. Throws InvalidParameterValue. */
export const readIdentifier = (input: Input, name: string): string | undefined => {
  const value = textOf(input, name);
  if (value !== undefined && !isIdentifier(value))
    throw invalidValue(
      name,
      value,
      `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  return value;
};

const deduplicationIdOf = (given: string | undefined, body: string, { isFifo, attributes }: Queue) => {
  if (!isFifo && given !== undefined) throw invalidValue('MessageDeduplicationId', given, NOT_FOR_THIS_TYPE);
  if (!isFifo || given !== undefined) return given;
  if (attributes.ContentBasedDeduplication === 'true') return createHash('sha256').update(body).digest('hex');
  throw invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
};

const delayOf = (input: Input, queue: Queue): number => {
  const given = integerWithin(input, 'DelaySeconds', DELAY);
  if (queue.isFifo && given !== undefined && given > 0) throw invalidValue('DelaySeconds', given, NOT_FOR_THIS_TYPE);
  return (queue.isFifo ? undefined : given) ?? integerOf(queue, 'DelaySeconds');
};

/** Size in bytes of body and message attributes; it counts towards the size limits. */
const sizeOf = ({ body, attributes }: Pick<Entry, 'body' | 'attributes'>): number =>
  Buffer.byteLength(body) + sizeOfAttributes(attributes);

/**
 * Throws InvalidParameterValue if an entry of a batch has no group id or deduplication id and the queue needs it. AWS
 * then rejects the whole batch, with another error code than SendMessage.
 */
export const checkIdentifiers = (entries: readonly Input[], queue: Queue): void => {
  if (!queue.isFifo) return;
  for (const entry of entries) {
    const group = textOf(entry, 'MessageGroupId');
    if (group === undefined) throw invalidParameter(missingParameter('MessageGroupId').message);
    deduplicationIdOf(textOf(entry, 'MessageDeduplicationId'), '', queue);
  }
};

/** Reads a message to send to `queue`. Throws the errors of SendMessage. */
export const readEntry = (input: Input, queue: Queue): Entry => {
  const body = readBody(input);
  const attributes = readAttributes(input.MessageAttributes);
  const maxBytes = integerOf(queue, 'MaximumMessageSize');
  if (sizeOf({ body, attributes }) > maxBytes)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`,
    );
  const groupId = readIdentifier(input, 'MessageGroupId');
  if (queue.isFifo && groupId === undefined) throw missingParameter('MessageGroupId');
  return {
    body,
    attributes,
    systemAttributes: readSystemAttributes(input.MessageSystemAttributes),
    groupId,
    deduplicationId: deduplicationIdOf(readIdentifier(input, 'MessageDeduplicationId'), body, queue),
    delaySeconds: delayOf(input, queue),
  };
};
