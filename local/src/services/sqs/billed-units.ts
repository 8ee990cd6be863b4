import { type BilledUnits, billedChunks, entriesOf } from '../../core/billed-units.ts';

/** https://aws.amazon.com/sqs/pricing/ */
export const sqsBilledUnits: BilledUnits = (action, input) => {
  if (action === 'SendMessage') return [['requests', billedChunks(input.MessageBody)]];
  if (action !== 'SendMessageBatch') return [['requests', 1]];
  const bodies = entriesOf(input).map(({ MessageBody }) => MessageBody);
  return [['requests', billedChunks(bodies.join(''))]];
};
