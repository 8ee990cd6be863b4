import { operation } from '../operation.ts';

type Attributes = { readonly [name: string]: string };

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string | Uint8Array;
}

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
