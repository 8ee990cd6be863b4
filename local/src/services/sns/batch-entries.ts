import { AwsError } from '../../core/aws/aws-error.ts';
import type { Input } from '../../core/parameters/input.ts';
import { MAX_BYTES, readAttributes, sizeOf } from './message-attributes.ts';

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]+$/;
const MAX_ID_LENGTH = 80;

const checkId = (id: string): void => {
  if (!ENTRY_ID.test(id))
    throw new AwsError(
      'InvalidBatchEntryId',
      `The Id of a batch entry in the batch request contains an impermissible character: ${id}`,
    );
  if (id.length > MAX_ID_LENGTH)
    throw new AwsError('InvalidBatchEntryId', `The Id of a batch entry in the batch request is too long: ${id}`);
};

/**
 * Reads the entries of PublishBatch. Throws the errors of AWS for a batch whose number of entries, ids or size are
 * invalid.
 */
export const readEntries = (entries: unknown): readonly Input[] => {
  if (!Array.isArray(entries) || entries.length === 0)
    throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MAX_ENTRIES)
    throw new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  for (const { Id } of entries as Input[]) checkId(String(Id ?? ''));
  if (new Set(entries.map(({ Id }: Input) => Id)).size < entries.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  const bytes = entries.reduce(
    (sum: number, { Message, MessageAttributes }: Input) =>
      sum + sizeOf(String(Message ?? ''), readAttributes(MessageAttributes)),
    0,
  );
  if (bytes > MAX_BYTES)
    throw new AwsError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.');
  return entries;
};
