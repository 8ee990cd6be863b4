import type { ApplicationRecord, Tombstone } from '../../shared/application-record.ts';
import type { ReviewEntry } from '../../shared/reviews/entry.ts';

/** Stands in the record for the name and the address, which every record has. */
const ERASED_TEXT = 'erased';

/** Members of a record that stay: ids, states, codes, times and staff. Other members are erased, also unknown ones. */
const KEPT_OF_RECORD = [
  'id',
  'state',
  'executionArn',
  'submittedAt',
  'submittedBy',
  'updatedAt',
  'reasons',
  'reviewDeadline',
  'decisionsRequired',
] as const satisfies readonly (keyof ApplicationRecord)[];

/** `met`, the part of the applicant's text that a rule found, is erased. */
const KEPT_OF_CHECK = ['flagged', 'rulesVersion', 'ruleId', 'rule'] as const;

/** The record without applicant's data. `updatedAt` stays the time of the outcome. */
export function erasedRecord(record: ApplicationRecord, erasure: Tombstone): ApplicationRecord {
  const { checks, decision } = record;
  return {
    ...picked(record, KEPT_OF_RECORD),
    name: ERASED_TEXT,
    address: ERASED_TEXT,
    ...(checks === undefined ? {} : { checks: checks.map((check) => picked(check, KEPT_OF_CHECK)) }),
    ...(decision === undefined ? {} : { decision: picked(decision, ['decision', 'reviewer', 'reviewers']) }),
    erasure,
    version: record.version + 1,
  };
}

const KEPT_OF_REVIEW = [
  'applicationId',
  'state',
  'tokenFingerprint',
  'reasons',
  'requestedAt',
  'attempt',
  'dueAt',
  'reviewDeadline',
  'receivedAt',
  'run',
  'decisionsRequired',
  'closedAt',
  'remindedAt',
  'escalatedAt',
] as const satisfies readonly (keyof ReviewEntry)[];

const KEPT_OF_DECISION = ['decision', 'reviewer', 'at', 'reasonCode'] as const;

/** The entry of the review ledger without comments. */
export function erasedReview(entry: ReviewEntry, now: Date): ReviewEntry {
  const { deciding, decision, decisions, audit } = entry;
  return {
    ...picked(entry, KEPT_OF_REVIEW),
    ...(deciding === undefined
      ? {}
      : { deciding: picked(deciding, [...KEPT_OF_DECISION, 'tokenFingerprint', 'run', 'reviewers']) }),
    ...(decision === undefined ? {} : { decision: picked(decision, KEPT_OF_DECISION) }),
    ...(decisions === undefined ? {} : { decisions: decisions.map((each) => picked(each, KEPT_OF_DECISION)) }),
    ...(audit === undefined ? {} : { audit: audit.map((item) => picked(item, ['at', 'what', 'who', 'whom'])) }),
    erasedAt: now.toISOString(),
    version: entry.version + 1,
  };
}

/** The members of these names that exist. */
function picked<Item extends object, Name extends keyof Item & string>(
  item: Item,
  names: readonly Name[],
): Pick<Item, Name> {
  const members = names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]] as const]));
  return Object.fromEntries(members) as Pick<Item, Name>;
}
