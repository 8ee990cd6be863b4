import type { BatchAnswer } from '../../shared/batch.ts';
import { batchesOf } from '../../shared/batches-of.ts';
import type { KeyedRow } from '../../shared/measures/row.ts';
import { type Ports as AppendPorts, appendChanges } from './append.ts';
import { type Change, readChange, type StreamRecord } from './change.ts';
import { type Ports as IndexPorts, indexChanges } from './index-applicants.ts';
import { type Ports as MeasurePorts, measureChanges } from './measure.ts';

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

interface Read {
  readonly sequenceNumber: string;
  readonly change: Change;
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
    const sequenceNumber = record.dynamodb.SequenceNumber;
    try {
      return [{ sequenceNumber, change: readChange(record) }];
    } catch (error) {
      report.onFailure(undefined, error);
      failed.push(sequenceNumber);
      return [];
    }
  });
  const files = Map.groupBy(read, ({ change }) => change.applicationId);
  let entries = 0;
  for (const batch of batchesOf([...files], FILES_AT_ONCE))
    await Promise.all(
      batch.map(async ([applicationId, changes]) => {
        try {
          const list = changes.map(({ change }) => change);
          // First, because an erasure is finished only if the file has all entries about the applicant's data.
          await indexChanges(ports, applicationId, list);
          entries += await appendChanges(ports, applicationId, list);
          for (const row of await measureChanges(ports, applicationId, list)) report.onEnded(applicationId, row);
        } catch (error) {
          report.onFailure(applicationId, error);
          failed.push(changes[0]?.sequenceNumber ?? '');
        }
      }),
    );
  report.onDone({ changes: records.length, entries });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
