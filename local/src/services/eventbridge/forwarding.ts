import type { PutEventsInput } from './operations.ts';
import type { Input } from './parameters.ts';

const forwarded = new WeakMap<Input, string>();

/**
 * Parameters of PutEvents that forward an event to another bus with its id, source and time. The event is not part of
 * the parameters, so clients cannot send one over the wire.
 */
export const forwardingInput = (event: string, busArn: string): PutEventsInput => {
  const { source, 'detail-type': DetailType } = JSON.parse(event) as { source: string; 'detail-type': string };
  const input = { Entries: [{ EventBusName: busArn, Source: source, DetailType }] };
  forwarded.set(input, event);
  return input;
};

/** The event that `input` forwards; undefined for a client's request. */
export const forwardedEvent = (input: Input): string | undefined => forwarded.get(input);
