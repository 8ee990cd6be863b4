import { createHash } from 'node:crypto';
import type { Caller } from '../../../core/aws/caller.ts';
import type { Call } from '../../../core/service.ts';
import type { Queues } from '../queues.ts';
import type { Original } from '../store/deduplication.ts';
import type { Content } from '../store/message-table.ts';
import type { Queue } from '../store/queue-table.ts';
import { md5OfAttributes } from './attributes.ts';
import type { Entry } from './entry.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * The system attribute SenderId: the account, or role and session. AWS uses the role's unique id instead of its name.
 */
const senderOf = (caller: Caller): string =>
  caller.kind === 'role' ? caller.arn.split('/').slice(-2).join(':') : caller.accountId;

/**
 * The content of a message. Its trace header is that of the entry, or else that of the call (SQS guide, "Using X-Ray
 * with Amazon SQS").
 */
const contentOf = (queues: Queues, entry: Entry, { caller, traceHeader }: Call): Content => ({
  messageId: queues.kernel.ids.uuid(),
  body: entry.body,
  bodyMd5: md5(entry.body),
  attributes: Object.keys(entry.attributes).length > 0 ? JSON.stringify(entry.attributes) : null,
  traceHeader: entry.systemAttributes.AWSTraceHeader?.StringValue ?? traceHeader ?? null,
  sender: senderOf(caller),
  sentMs: queues.kernel.clock.now(),
  groupId: entry.groupId ?? null,
  deduplicationId: entry.deduplicationId ?? null,
  sequenceNumber: null,
  sourceArn: null,
  receivedBefore: 0,
  firstReceivedMs: null,
});

const answerFor = ({ attributes, systemAttributes }: Entry, bodyMd5: string, sent: Partial<Original>) => {
  const md5OfMessage = md5OfAttributes(attributes);
  const md5OfSystem = md5OfAttributes(systemAttributes);
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: bodyMd5,
    ...(md5OfMessage !== undefined && { MD5OfMessageAttributes: md5OfMessage }),
    ...(md5OfSystem !== undefined && { MD5OfMessageSystemAttributes: md5OfSystem }),
    ...(sent.sequenceNumber !== undefined && { SequenceNumber: sent.sequenceNumber }),
  };
};

/**
 * Sends to a FIFO queue, unless a message with the same deduplication id was sent in the last 5 minutes. Returns the
 * message that was accepted first.
 */
const sendOnce = (queues: Queues, queue: Queue, content: Content, delayMs: number): Original => {
  const { deduplication, kernel, states, table } = queues;
  const nowMs = kernel.clock.now();
  const group = content.groupId ?? '';
  const id = content.deduplicationId ?? '';
  const known = deduplication.find(queue, group, id, nowMs);
  if (known) return known;
  const original = { messageId: content.messageId, sequenceNumber: table.nextSequenceNumber(queue) };
  deduplication.add(queue, group, id, original, nowMs);
  states.add(queue, { ...content, ...original }, delayMs);
  return original;
};

/** Sends a checked message inside a commit; returns the answer of SendMessage. */
export const send = (queues: Queues, queue: Queue, entry: Entry, call: Call): object => {
  const content = contentOf(queues, entry, call);
  const delayMs = entry.delaySeconds * 1000;
  if (queue.isFifo) return answerFor(entry, content.bodyMd5, sendOnce(queues, queue, content, delayMs));
  queues.states.add(queue, content, delayMs);
  return answerFor(entry, content.bodyMd5, { messageId: content.messageId });
};
