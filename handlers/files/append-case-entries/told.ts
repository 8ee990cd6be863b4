import type { StreamRecord } from '../../shared/stream-record.ts';
import { type Change, changeIn, readWrite } from './change.ts';
import { type Notice, noticeIn } from './notice.ts';

/** What a record of a stream says about an application: one of both. */
export interface Read {
  readonly sequenceNumber: string;
  readonly applicationId: string;
  readonly change?: Change | undefined;
  readonly notice?: Notice | undefined;
}

/** Thrown for a record that says nothing about an application. It goes to the dead-letter queue. */
class UnknownChangeError extends Error {
  override readonly name = 'UnknownChangeError';
}

/** @throws UnknownChangeError */
export function readRecord(record: StreamRecord): Read {
  const write = readWrite(record);
  const change = changeIn(write);
  const notice = noticeIn(write);
  const applicationId = change?.applicationId ?? notice?.applicationId;
  if (applicationId === undefined)
    throw new UnknownChangeError(`A record of ${record.eventSourceARN} says nothing about an application.`);
  return { sequenceNumber: record.dynamodb.SequenceNumber, applicationId, change, notice };
}

/** What the records of a batch say about one application. */
export interface Told {
  readonly applicationId: string;
  /** Sequence number of the first record. */
  readonly first: string;
  readonly changes: readonly Change[];
  readonly notices: readonly Notice[];
}

/**
 * The files in the order of their records; those with notices in reverse order. Mails and accounts of the same applications
 * are delivered at the same time, and two invocations that begin at different ends rarely write to the same file at once.
 */
export function toldIn(read: readonly Read[]): readonly Told[] {
  const files = [...Map.groupBy(read, ({ applicationId }) => applicationId)].map(([applicationId, own]) => ({
    applicationId,
    first: own[0]?.sequenceNumber ?? '',
    changes: own.flatMap(({ change }) => change ?? []),
    notices: own.flatMap(({ notice }) => notice ?? []),
  }));
  return files.some(({ notices }) => notices.length > 0) ? files.toReversed() : files;
}
