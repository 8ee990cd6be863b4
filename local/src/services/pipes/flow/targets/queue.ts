import { messageText } from '../../../../core/aws/message-text.ts';
import { queueUrl } from '../../../../core/aws/queue-url.ts';
import { defined } from '../../../../core/cloudformation/properties.ts';
import * as sqs from '../../../sqs/operations.ts';
import { dynamicText } from '../event.ts';
import { failedAt, type TargetKind } from './target-kind.ts';

/** An SQS queue. A FIFO queue needs a message group. */
export const queue: TargetKind = {
  maxBatch: 10,
  problem: ({ target, targetParameters }) =>
    target.endsWith('.fifo') && !targetParameters.SqsQueueParameters?.MessageGroupId
      ? 'SqsQueueParameters.MessageGroupId is required for a FIFO queue.'
      : undefined,
  call: async (kernel, { pipe, events, texts, caller }) => {
    const { MessageGroupId, MessageDeduplicationId } = pipe.targetParameters.SqsQueueParameters ?? {};
    const Entries = events.map((event, position) => ({
      Id: String(position),
      MessageBody: messageText(texts[position] ?? ''),
      ...defined({
        MessageGroupId: dynamicText(MessageGroupId, event),
        MessageDeduplicationId: dynamicText(MessageDeduplicationId, event),
      }),
    }));
    const input = { QueueUrl: queueUrl(kernel.endpoint(), pipe.target), Entries };
    const { Failed = [] } = await kernel.services.call(sqs.sendMessageBatch, input, caller);
    return failedAt(
      events,
      Failed.map(({ Id }) => Number(Id)),
    );
  },
};
