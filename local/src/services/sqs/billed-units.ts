import { type BilledUnits, billedChunks, entriesOf } from '../../core/billed-units.ts';

/**
 * Whether the request is a poll without messages. It is not counted: its cost does not depend on the number of
 * messages.
 */
const isEmptyPoll = (action: string, answer: unknown): boolean =>
  action === 'ReceiveMessage' && (answer as { readonly Messages?: readonly unknown[] }).Messages === undefined;

/** Billed requests of an action. https://aws.amazon.com/sqs/pricing/ */
export const sqsBilledUnits: BilledUnits = ({ action, input, answer }) => {
  if (isEmptyPoll(action, answer)) return [];
  if (action === 'SendMessage') return [['requests', billedChunks(input.MessageBody)]];
  if (action !== 'SendMessageBatch') return [['requests', 1]];
  const bodies = entriesOf(input).map(({ MessageBody }) => MessageBody);
  return [['requests', billedChunks(bodies.join(''))]];
};
