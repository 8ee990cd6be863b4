import * as sns from '../../../sns/operations.ts';
import type { TargetKind } from './target-kind.ts';

export const topic: TargetKind = {
  call: async (kernel, { delivery, payload, caller }) => {
    await kernel.services.call(sns.publish, { TopicArn: delivery.target.Arn, Message: payload }, caller);
  },
};
