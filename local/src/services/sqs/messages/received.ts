import { AwsError } from '../../../core/aws/aws-error.ts';
import type { ReceivedMessage } from '../../../core/polling/queue-operations.ts';
import type { Message } from '../store/message-table.ts';
import { type MessageAttributes, md5OfAttributes, selectMessageAttributes } from './attributes.ts';

/** The names of the attributes that a ReceiveMessage call requests. */
export interface Requested {
  readonly attributes: readonly string[];
  readonly messageAttributes: readonly string[];
}

/** The values of the system attributes, by name. */
const SYSTEM: { readonly [name: string]: (message: Message) => string | number | null } = {
  SenderId: ({ sender }) => sender,
  SentTimestamp: ({ sentMs }) => sentMs,
  ApproximateReceiveCount: ({ receivedBefore, receiveCount }) => receivedBefore + receiveCount,
  ApproximateFirstReceiveTimestamp: ({ firstReceivedMs }) => firstReceivedMs,
  MessageGroupId: ({ groupId }) => groupId,
  MessageDeduplicationId: ({ deduplicationId }) => deduplicationId,
  SequenceNumber: ({ sequenceNumber }) => sequenceNumber,
  AWSTraceHeader: ({ traceHeader }) => traceHeader,
  DeadLetterQueueSourceArn: ({ sourceArn }) => sourceArn,
};

/** Throws InvalidAttributeName for a name that is not a system attribute. */
export const checkSystemNames = (names: readonly string[]): void => {
  for (const name of names)
    if (name !== 'All' && !Object.hasOwn(SYSTEM, name))
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
};

const systemAttributes = (message: Message, names: readonly string[]): { readonly [name: string]: string } => {
  const wanted = names.includes('All')
    ? Object.keys(SYSTEM)
    : Object.keys(SYSTEM).filter((name) => names.includes(name));
  const values = wanted.map((name) => [name, SYSTEM[name]?.(message)] as const);
  return Object.fromEntries(values.flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])));
};

/** A received message in the form of ReceiveMessage. The MD5 hash is computed from the returned attributes only. */
export const receivedMessage = (message: Message, { attributes, messageAttributes }: Requested): ReceivedMessage => {
  const system = systemAttributes(message, attributes);
  const all = message.attributes === null ? {} : (JSON.parse(message.attributes) as MessageAttributes);
  const selected = selectMessageAttributes(all, messageAttributes);
  const md5 = md5OfAttributes(selected);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt ?? '',
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(md5 !== undefined && { MD5OfMessageAttributes: md5, MessageAttributes: selected }),
  };
};
