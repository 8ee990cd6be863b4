import { AwsError } from '../../core/aws/aws-error.ts';
import type { Input } from '../../core/parameters/input.ts';
import { MAX_BYTES, sizeOf } from './message-attributes.ts';

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

const sizeOfEntry = ({ Message, MessageAttributes }: Input): number =>
  sizeOf(String(Message ?? ''), (MessageAttributes ?? {}) as Record<string, Input>);

/**
 * Reads the entries of PublishBatch. Throws the errors of AWS for a batch whose number of entries, ids or size are
 * invalid.
 */
export const readEntries = (entries: unknown): readonly Input[] => {
  if (!Array.isArray(entries) || entries.length === 0)
    throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MAX_ENTRIES)
    throw new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  if (entries.some(({ Id }: Input) => !ENTRY_ID.test(String(Id ?? ''))))
    throw new AwsError(
      'InvalidBatchEntryId',
      'The Id of a batch entry in a batch request does not abide by the specification.',
    );
  if (new Set(entries.map(({ Id }: Input) => Id)).size < entries.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  if (entries.reduce((sum: number, entry: Input) => sum + sizeOfEntry(entry), 0) > MAX_BYTES)
    throw new AwsError(
      'BatchRequestTooLong',
      'The length of all the batch messages put together is more than the limit.',
    );
  return entries;
};
