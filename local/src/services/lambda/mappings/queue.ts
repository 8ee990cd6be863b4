import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as sqs from '../../sqs/operations.ts';
import { asLambda } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';

/** SQS's maximum number of messages per call. */
const MAX_PER_CALL = 10;

/** The queue of a mapping, accessed with the function's role. */
export interface Queue {
  /** Resolves with at most ten messages; with an empty list if the queue has none. */
  receive(max: number): Promise<readonly sqs.ReceivedMessage[]>;
  /** Deletes the messages. Throws AwsError if some could not be deleted. */
  remove(messages: readonly sqs.ReceivedMessage[]): Promise<void>;
  visibilityTimeoutSeconds(): Promise<number>;
  hasDeadLetterQueue(): Promise<boolean>;
}

export const openQueue = (kernel: Kernel, queueArn: string, { function: found, version }: Resolved): Queue => {
  const arn = parseArn(queueArn);
  const QueueUrl = `${kernel.endpoint()}/${arn?.accountId}/${arn?.resource}`;
  const caller = assumedRole(version.role, found.name, asLambda(kernel.home, found.name));
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
