import * as sns from '../../../sns/operations.ts';
import { failedAt, type TargetKind } from './target-kind.ts';

/** An SNS topic. As on AWS, FIFO topics are not supported. */
export const topic: TargetKind = {
  maxBatch: 10,
  problem: ({ target }) => (target.endsWith('.fifo') ? 'An SNS FIFO topic cannot be the target of a pipe.' : undefined),
  call: async (kernel, { pipe, events, texts, caller }) => {
    const PublishBatchRequestEntries = texts.map((Message, position) => ({ Id: String(position), Message }));
    const input = { TopicArn: pipe.target, PublishBatchRequestEntries };
    const { Failed = [] } = await kernel.services.call(sns.publishBatch, input, caller);
    return failedAt(
      events,
      Failed.map(({ Id }) => Number(Id)),
    );
  },
};
