import type { BatchAnswer } from '../../shared/batch.ts';
import { batchesOf } from '../../shared/batches-of.ts';
import type { KeyedRow } from '../../shared/measures/row.ts';
import type { StreamRecord } from '../../shared/stream-record.ts';
import { type Ports as AppendPorts, appendChanges, appendNotices } from './append.ts';
import { type Change, changeIn, readWrite } from './change.ts';
import { type Ports as IndexPorts, indexChanges } from './index-applicants.ts';
import { type Ports as MeasurePorts, measureChanges } from './measure.ts';
import { type Notice, noticeIn } from './notice.ts';

/** Files that are written at the same time. */
const FILES_AT_ONCE = 10;

export type Ports = AppendPorts & IndexPorts & MeasurePorts;

export interface Report {
  /** Called for each new row of the measures: an application or a review has ended. */
  readonly onEnded: (applicationId: string, row: KeyedRow) => void;
  readonly onDone: (count: { readonly changes: number; readonly entries: number }) => void;
  /** `applicationId` is undefined if the record is no change of a known table. */
  readonly onFailure: (applicationId: string | undefined, error: unknown) => void;
}

/** What a record of a stream says about an application: one of both. */
interface Read {
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
function readRecord(record: StreamRecord): Read {
  const write = readWrite(record);
  const change = changeIn(write);
  const notice = noticeIn(write);
  const applicationId = change?.applicationId ?? notice?.applicationId;
  if (applicationId === undefined)
    throw new UnknownChangeError(`A record of ${record.eventSourceARN} says nothing about an application.`);
  return { sequenceNumber: record.dynamodb.SequenceNumber, applicationId, change, notice };
}

/**
 * Updates the applicant index, then appends the entries about the records of a stream, and the rows of the measures.
 * Returns the first failed record of each file; Lambda delivers again from the first of them, and the files that already
 * have an entry do not get a second one.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function appendAll(ports: Ports, records: readonly StreamRecord[], report: Report): Promise<BatchAnswer> {
  const failed: string[] = [];
  const read = records.flatMap((record): Read[] => {
    try {
      return [readRecord(record)];
    } catch (error) {
      report.onFailure(undefined, error);
      failed.push(record.dynamodb.SequenceNumber);
      return [];
    }
  });
  const files = Map.groupBy(read, ({ applicationId }) => applicationId);
  let entries = 0;
  for (const batch of batchesOf([...files], FILES_AT_ONCE))
    await Promise.all(
      batch.map(async ([applicationId, own]) => {
        try {
          const changes = own.flatMap(({ change }) => change ?? []);
          const notices = own.flatMap(({ notice }) => notice ?? []);
          // First, because an erasure is finished only if the file has all entries about the applicant's data.
          await indexChanges(ports, applicationId, changes);
          entries += await appendChanges(ports, applicationId, changes);
          entries += await appendNotices(ports, applicationId, notices);
          for (const row of await measureChanges(ports, applicationId, changes)) report.onEnded(applicationId, row);
        } catch (error) {
          report.onFailure(applicationId, error);
          failed.push(own[0]?.sequenceNumber ?? '');
        }
      }),
    );
  report.onDone({ changes: records.length, entries });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
