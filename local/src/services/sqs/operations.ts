import { operation } from '../../core/operation.ts';

type Attributes = { readonly [name: string]: string };

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string | Uint8Array;
}

/** A message without its queue URL. */
export type OutgoingMessage = {
  readonly MessageBody: string;
  readonly MessageAttributes?: { readonly [name: string]: MessageAttribute };
  /** For FIFO queues only, like the next member. */
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
};

export const sendMessage = operation<OutgoingMessage & { readonly QueueUrl: string }>('sqs', 'SendMessage');

export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody?: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Attributes;
  readonly MessageAttributes?: { readonly [name: string]: MessageAttribute };
}

type ReceiveMessageInput = {
  readonly QueueUrl: string;
  readonly MaxNumberOfMessages: number;
  readonly MessageSystemAttributeNames: readonly string[];
  readonly MessageAttributeNames: readonly string[];
  readonly WaitTimeSeconds: number;
};

export const receiveMessage = operation<ReceiveMessageInput, { readonly Messages?: readonly ReceivedMessage[] }>(
  'sqs',
  'ReceiveMessage',
);

type DeleteMessageBatchInput = {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
};

export const deleteMessageBatch = operation<DeleteMessageBatchInput, { readonly Failed?: readonly unknown[] }>(
  'sqs',
  'DeleteMessageBatch',
);

type GetQueueAttributesInput = {
  readonly QueueUrl: string;
  readonly AttributeNames: readonly string[];
};

export const getQueueAttributes = operation<GetQueueAttributesInput, { readonly Attributes?: Attributes }>(
  'sqs',
  'GetQueueAttributes',
);

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
