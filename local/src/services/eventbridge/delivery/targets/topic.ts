import type { TargetKind } from './target-kind.ts';

export const topic: TargetKind = {
  call: async (kernel, { delivery, payload, caller }) => {
    await kernel.services.call('sns', 'Publish', { TopicArn: delivery.target.Arn, Message: payload }, caller);
  },
};
