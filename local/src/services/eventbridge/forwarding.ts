import type { PutEventsInput } from './operations.ts';
import type { Input } from './parameters.ts';

const forwarded = new WeakMap<Input, string>();

/**
 * Parameters of PutEvents that carry an event from one bus to another as it is: it keeps its id, source and time. The
 * event travels beside the parameters, so that nobody can send one over the wire.
 */
export const forwardingInput = (event: string, busArn: string): PutEventsInput => {
  const { source, 'detail-type': DetailType } = JSON.parse(event) as { source: string; 'detail-type': string };
  const input = { Entries: [{ EventBusName: busArn, Source: source, DetailType }] };
  forwarded.set(input, event);
  return input;
};

/** The event that `input` forwards; undefined for parameters of a client. */
export const forwardedEvent = (input: Input): string | undefined => forwarded.get(input);
