import { type BilledUnits, billedChunks, entriesOf } from '../../core/billed-units.ts';

/** An empty poll is a fixed cost of waiting, the same for any number of messages, so it is not counted. */
const isEmptyPoll = (action: string, answer: unknown): boolean =>
  action === 'ReceiveMessage' && (answer as { readonly Messages?: readonly unknown[] }).Messages === undefined;

/** https://aws.amazon.com/sqs/pricing/ */
export const sqsBilledUnits: BilledUnits = ({ action, input, answer }) => {
  if (isEmptyPoll(action, answer)) return [];
  if (action === 'SendMessage') return [['requests', billedChunks(input.MessageBody)]];
  if (action !== 'SendMessageBatch') return [['requests', 1]];
  const bodies = entriesOf(input).map(({ MessageBody }) => MessageBody);
  return [['requests', billedChunks(bodies.join(''))]];
};
