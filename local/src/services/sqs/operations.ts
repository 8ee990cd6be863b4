import { operation } from '../../core/operation.ts';
import type { MessageAttribute } from '../../core/polling/queue-operations.ts';

type Attributes = { readonly [name: string]: string };

/** A message without its queue URL. */
export type OutgoingMessage = {
  readonly MessageBody: string;
  readonly MessageAttributes?: { readonly [name: string]: MessageAttribute };
  /** For FIFO queues only, like the next member. */
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
};

export const sendMessage = operation<OutgoingMessage & { readonly QueueUrl: string }>('sqs', 'SendMessage');

type SendMessageBatchInput = {
  readonly QueueUrl: string;
  readonly Entries: readonly (OutgoingMessage & { readonly Id: string })[];
};

/** The entries that a batch request refused. */
interface BatchAnswer {
  readonly Failed?: readonly { readonly Id: string; readonly Code: string }[];
}

export const sendMessageBatch = operation<SendMessageBatchInput, BatchAnswer>('sqs', 'SendMessageBatch');

type CreateQueueInput = {
  readonly QueueName: string;
  readonly Attributes: Attributes;
  readonly tags?: { readonly [key: string]: string };
};

export const createQueue = operation<CreateQueueInput, { readonly QueueUrl: string }>('sqs', 'CreateQueue');

type SetQueueAttributesInput = {
  readonly QueueUrl: string;
  readonly Attributes: Attributes;
};

export const setQueueAttributes = operation<SetQueueAttributesInput>('sqs', 'SetQueueAttributes');

export const deleteQueue = operation<{ readonly QueueUrl: string }>('sqs', 'DeleteQueue');
