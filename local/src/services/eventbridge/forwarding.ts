import type { PutEventsInput } from './operations.ts';
import type { Input } from './parameters.ts';

const forwarded = new WeakMap<Input, string>();

/**
 * The input of PutEvents for an event that is forwarded to another bus, with its id, source and time. The event is not
 * a member of the input, so that clients cannot send such an event through the API.
 */
export const forwardingInput = (event: string, busArn: string): PutEventsInput => {
  const { source, 'detail-type': DetailType } = JSON.parse(event) as { source: string; 'detail-type': string };
  const input = { Entries: [{ EventBusName: busArn, Source: source, DetailType }] };
  forwarded.set(input, event);
  return input;
};

/** The event that is forwarded with `input`; undefined for a request of a client. */
export const forwardedEvent = (input: Input): string | undefined => forwarded.get(input);
