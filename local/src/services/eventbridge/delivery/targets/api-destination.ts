import { filledParameters } from '../../destinations/target-parameters.ts';
import { readEvent } from '../../event.ts';
import * as events from '../../operations.ts';
import type { TargetKind } from './target-kind.ts';

/** An API destination as a target: an HTTP endpoint, which receives the payload as the request's body. */
export const apiDestination: TargetKind = {
  needsRole: true,
  call: async (kernel, { delivery, payload, caller }) => {
    const { HttpParameters, Arn } = delivery.target;
    const parameters = filledParameters(HttpParameters, readEvent(delivery.event));
    const input = { ApiDestinationArn: Arn, Invocation: { arn: Arn, token: delivery.token, payload, ...parameters } };
    await kernel.services.call(events.invokeApiDestination, input, caller);
  },
};
