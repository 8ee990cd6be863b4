import { forwardingInput } from '../../forwarding.ts';
import * as events from '../../operations.ts';
import type { TargetKind } from './target-kind.ts';

/** Another event bus as a target. It always receives the event itself; the target's Input is ignored. */
export const eventBus: TargetKind = {
  call: async (kernel, { delivery, caller }) => {
    await kernel.services.call(events.putEvents, forwardingInput(delivery.event, delivery.target.Arn), caller);
  },
};
