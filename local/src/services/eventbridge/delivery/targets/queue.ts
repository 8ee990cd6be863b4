import { queueUrl } from '../../../../core/aws/queue-url.ts';
import * as sqs from '../../../sqs/operations.ts';
import type { TargetKind } from './target-kind.ts';

/** An SQS queue as a target. A FIFO queue needs SqsParameters with a message group. */
export const queue: TargetKind = {
  problem: ({ Id, Arn, SqsParameters }) =>
    Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId
      ? `Parameter(s) SqsParameters must be specified for target: ${Id}.`
      : undefined,
  call: async (kernel, { delivery, payload, caller }) => {
    const { Arn, SqsParameters } = delivery.target;
    const group = SqsParameters?.MessageGroupId;
    const message = { QueueUrl: queueUrl(kernel.endpoint(), Arn), MessageBody: payload };
    await kernel.services.call(sqs.sendMessage, group ? { ...message, MessageGroupId: group } : message, caller);
  },
};
