import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Input } from '../../../core/parameters/input.ts';
import { missingParameter } from '../errors.ts';
import { objectList, requiredText } from '../parameters.ts';

const MAX_ENTRIES = 10;
const ID = /^[\w-]{1,80}$/;

interface Failure {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

export interface BatchAnswer {
  readonly Successful: readonly object[];
  readonly Failed: readonly Failure[];
}

const checkIds = (ids: readonly string[]): void => {
  for (const [at, id] of ids.entries()) {
    if (!ID.test(id))
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    if (ids.indexOf(id) < at) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
  }
};

/** The entries of a batch of `action`. Throws AwsError if AWS rejects the whole batch. */
export const readBatch = (input: Input, action: string): readonly Input[] => {
  const entries = objectList(input, 'Entries');
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', `There should be at least one ${action}RequestEntry in the request.`);
  if (entries.length > MAX_ENTRIES)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  checkIds(entries.map((entry) => requiredText(entry, 'Id')));
  return entries;
};

const failureOf = (Id: string, error: unknown): Failure => {
  if (!(error instanceof AwsError)) throw error;
  const { code, message, statusCode } = error;
  return { Id, SenderFault: statusCode < 500, Code: code, Message: message };
};

/** Runs `perform` for each entry. An entry that fails with an AwsError does not affect the others. */
export const performBatch = (entries: readonly Input[], perform: (entry: Input) => object | undefined): BatchAnswer => {
  const Successful: object[] = [];
  const Failed: Failure[] = [];
  for (const entry of entries) {
    const Id = requiredText(entry, 'Id');
    try {
      Successful.push({ Id, ...perform(entry) });
    } catch (error) {
      Failed.push(failureOf(Id, error));
    }
  }
  return { Successful, Failed };
};

/** The receipt handle of an entry or request. Throws MissingParameter. */
export const handleOf = (input: Input): string => {
  const handle = requiredText(input, 'ReceiptHandle');
  if (handle === '') throw missingParameter('ReceiptHandle');
  return handle;
};
