import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Resolved } from '../functions/functions.ts';
import type { SqsMessage } from './sqs-event.ts';

/** SQS takes and gives at most so many messages at once. */
const MAX_PER_CALL = 10;

/** The queue of a mapping as its function's role may use it. */
export interface Queue {
  /** At most ten messages; none when there are none. */
  receive(max: number): Promise<readonly SqsMessage[]>;
  /** Deletes all that can be deleted. Throws AwsError when some could not. */
  remove(messages: readonly SqsMessage[]): Promise<void>;
  visibilityTimeoutSeconds(): Promise<number>;
}

export const openQueue = (kernel: Kernel, queueArn: string, { function: found, version }: Resolved): Queue => {
  const arn = parseArn(queueArn);
  const QueueUrl = `${kernel.endpoint()}/${arn?.accountId}/${arn?.resource}`;
  const caller = assumedRole(version.role, found.name);
  const call = async (action: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const answer = await kernel.services.call('sqs', action, { QueueUrl, ...input }, caller);
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {};
  };
  return {
    receive: async (max) => {
      const { Messages } = await call('ReceiveMessage', {
        MaxNumberOfMessages: Math.min(max, MAX_PER_CALL),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      });
      return (Messages ?? []) as readonly SqsMessage[];
    },
    remove: async (messages) => {
      let failed = 0;
      for (let at = 0; at < messages.length; at += MAX_PER_CALL) {
        const Entries = messages
          .slice(at, at + MAX_PER_CALL)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        const { Failed } = await call('DeleteMessageBatch', { Entries });
        failed += Array.isArray(Failed) ? Failed.length : 0;
      }
      if (failed > 0) throw new AwsError('BatchEntriesFailed', `${failed} messages could not be deleted.`);
    },
    visibilityTimeoutSeconds: async () => {
      const { Attributes } = await call('GetQueueAttributes', { AttributeNames: ['VisibilityTimeout'] });
      return Number((Attributes as { VisibilityTimeout?: string } | undefined)?.VisibilityTimeout ?? 30);
    },
  };
};
