import { parseArn } from '../../../../core/aws/arn.ts';
import type { Kernel } from '../../../../core/kernel.ts';
import * as sqs from '../../../sqs/operations.ts';
import type { TargetKind } from './target-kind.ts';

/** The URL of the queue at this runtime's endpoint. */
export const queueUrl = (kernel: Kernel, queueArn: string): string => {
  const arn = parseArn(queueArn);
  return `${kernel.endpoint()}/${arn?.accountId}/${arn?.resource}`;
};

/** An SQS queue as a target. A FIFO queue needs SqsParameters with a message group. */
export const queue: TargetKind = {
  problem: ({ Id, Arn, SqsParameters }) =>
    Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId
      ? `Parameter(s) SqsParameters must be specified for target: ${Id}.`
      : undefined,
  call: async (kernel, { delivery, payload, caller }) => {
    const { Arn, SqsParameters } = delivery.target;
    const group = SqsParameters?.MessageGroupId;
    const message = { QueueUrl: queueUrl(kernel, Arn), MessageBody: payload };
    await kernel.services.call(sqs.sendMessage, group ? { ...message, MessageGroupId: group } : message, caller);
  },
};
