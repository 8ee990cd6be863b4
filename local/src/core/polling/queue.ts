import { AwsError } from '../aws/aws-error.ts';
import type { Caller } from '../aws/caller.ts';
import { queueUrl } from '../aws/queue-url.ts';
import type { Kernel } from '../kernel.ts';
import * as sqs from './queue-operations.ts';

/** SQS's maximum number of messages per call. */
const MAX_PER_CALL = 10;

/** A queue that a poller reads. */
export interface Queue {
  /** Resolves with at most ten messages; with an empty list if the queue has none. */
  receive(max: number): Promise<readonly sqs.ReceivedMessage[]>;
  /** Deletes the messages. Throws AwsError if some could not be deleted. */
  remove(messages: readonly sqs.ReceivedMessage[]): Promise<void>;
  visibilityTimeoutSeconds(): Promise<number>;
  hasDeadLetterQueue(): Promise<boolean>;
}

/** Opens a queue. Its methods call SQS with the permissions of `caller`. */
export const openQueue = (kernel: Kernel, queueArn: string, caller: Caller): Queue => {
  const QueueUrl = queueUrl(kernel.endpoint(), queueArn);
  const { services } = kernel;
  return {
    receive: async (max) => {
      const input = {
        QueueUrl,
        MaxNumberOfMessages: Math.min(max, MAX_PER_CALL),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      };
      const { Messages = [] } = await services.call(sqs.receiveMessage, input, caller, { isForgottenAtExit: true });
      return Messages;
    },
    remove: async (messages) => {
      let failed = 0;
      for (let at = 0; at < messages.length; at += MAX_PER_CALL) {
        const Entries = messages
          .slice(at, at + MAX_PER_CALL)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        const { Failed = [] } = await services.call(sqs.deleteMessageBatch, { QueueUrl, Entries }, caller);
        failed += Failed.length;
      }
      if (failed > 0) throw new AwsError('BatchEntriesFailed', `${failed} messages could not be deleted.`);
    },
    visibilityTimeoutSeconds: async () => {
      const input = { QueueUrl, AttributeNames: ['VisibilityTimeout'] };
      const { Attributes } = await services.call(sqs.getQueueAttributes, input, caller);
      return Number(Attributes?.VisibilityTimeout ?? 30);
    },
    hasDeadLetterQueue: async () => {
      const input = { QueueUrl, AttributeNames: ['RedrivePolicy'] };
      const { Attributes } = await services.call(sqs.getQueueAttributes, input, caller);
      return Boolean(Attributes?.RedrivePolicy);
    },
  };
};
