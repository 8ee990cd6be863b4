import { type BilledUnits, billedChunks, entriesOf } from '../../core/billed-units.ts';

/** Number of bytes that the entry's Time adds to the billed size of an event. */
const TIME_BYTES = 14;

const eventText = ({ Detail, DetailType, Source }: Readonly<Record<string, unknown>>): string =>
  `${Detail}${DetailType}${Source}${'0'.repeat(TIME_BYTES)}`;

const payloadOf = ({ Invocation }: Readonly<Record<string, unknown>>): unknown =>
  (Invocation as { readonly payload?: unknown } | undefined)?.payload;

/** Billed units of an action. https://aws.amazon.com/eventbridge/pricing/ */
export const eventsBilledUnits: BilledUnits = ({ action, input }) => {
  if (action === 'InvokeApiDestination') return [['API destination invocations', billedChunks(payloadOf(input))]];
  if (action !== 'PutEvents') return [];
  const chunks = entriesOf(input).map((entry) => billedChunks(eventText(entry)));
  return [['custom events', chunks.reduce((total, amount) => total + amount, 0)]];
};
