import { forwardingInput } from '../../forwarding.ts';
import * as events from '../../operations.ts';
import type { TargetKind } from './target-kind.ts';

/** Another event bus. It always receives the event itself, not the target's Input. */
export const eventBus: TargetKind = {
  call: async (kernel, { delivery, caller }) => {
    await kernel.services.call(events.putEvents, forwardingInput(delivery.event, delivery.target.Arn), caller);
  },
};
