import { type BilledUnits, billedChunks } from '../../core/billed-units.ts';

/** A batch is billed as one request per 64 KiB of all its messages. https://aws.amazon.com/sns/pricing/ */
export const snsBilledUnits: BilledUnits = ({ action, input }) => {
  if (action === 'Publish') return [['requests', billedChunks(input.Message)]];
  if (action !== 'PublishBatch' || !Array.isArray(input.PublishBatchRequestEntries)) return [];
  const messages = input.PublishBatchRequestEntries.map(({ Message }: { readonly Message?: unknown }) => Message);
  return [['requests', billedChunks(messages.join(''))]];
};
