import { type CaseEntry, parseSource } from '../../../case-file/entry.ts';
import type { ApplicantIndexWriter } from '../../shared/applicant-index/index-table.ts';
import type { BatchAnswer } from '../../shared/batch.ts';
import { batchesOf } from '../../shared/batches-of.ts';
import type { KeyedRow } from '../../shared/measures/row.ts';
import type { StreamRecord } from '../../shared/stream-record.ts';
import { type Ports as AppendPorts, appendChanges, appendNotices } from './append.ts';
import type { Change } from './change.ts';
import { type IndexChange, indexChange } from './index-applicants.ts';
import { rowOf } from './measure.ts';
import type { Measures } from './ports.ts';
import { type Read, readRecord, type Told, toldIn } from './told.ts';

/** Files that are written at the same time. */
const FILES_AT_ONCE = 10;

export interface Ports extends AppendPorts {
  readonly index: ApplicantIndexWriter;
  readonly measures: Measures;
}

export interface Report {
  /** Called for each new entry about the end of an application or a review. */
  readonly onEnded: (applicationId: string, row: KeyedRow) => void;
  readonly onDone: (count: { readonly changes: number; readonly entries: number }) => void;
  /** `applicationId` is undefined if the record is no change of a known table. */
  readonly onFailure: (applicationId: string | undefined, error: unknown) => void;
}

/** What was added to one file, and the rows of the measures about it. */
interface Appended {
  readonly entries: readonly CaseEntry[];
  readonly rows: readonly KeyedRow[];
}

/**
 * Updates the applicant index, then appends the entries about the records of a stream, then stores the rows of the
 * measures. Returns the first failed record of each file; Lambda delivers again from the first of them, and the files that
 * already have an entry do not get a second one. If the index or the measures could not be written, all files that this
 * concerns have failed.
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
  const fail = (files: readonly Told[], error: unknown) => {
    for (const { applicationId, first } of files) {
      report.onFailure(applicationId, error);
      failed.push(first);
    }
  };
  const entries = await appendTold(ports, toldIn(read), { ...report, onFailure: fail });
  report.onDone({ changes: records.length, entries });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

interface ToldReport extends Pick<Report, 'onEnded'> {
  readonly onFailure: (files: readonly Told[], error: unknown) => void;
}

/** Returns the number of new entries. */
async function appendTold(ports: Ports, files: readonly Told[], report: ToldReport): Promise<number> {
  const indexed = await writeIndex(ports, files, report);
  const appended = new Map<Told, Appended>();
  for (const batch of batchesOf(indexed, FILES_AT_ONCE))
    await Promise.all(
      batch.map(async (file) => {
        try {
          appended.set(file, await appendFile(ports, file, report));
        } catch (error) {
          report.onFailure([file], error);
        }
      }),
    );
  await storeRows(ports, appended, report);
  return [...appended.values()].reduce((count, { entries }) => count + entries.length, 0);
}

/**
 * Returns the files whose changes the index has now. Comes first, because an erasure is finished only if the file has all
 * entries about the applicant's data.
 */
async function writeIndex({ index }: Ports, files: readonly Told[], report: ToldReport): Promise<readonly Told[]> {
  const changes = new Map<Told, IndexChange>();
  for (const file of files)
    try {
      changes.set(file, indexChange(file.applicationId, file.changes));
    } catch (error) {
      report.onFailure([file], error);
    }
  const indexed = [...changes.keys()];
  const added = [...changes.values()].flatMap((change) => change.added);
  const removed = [...changes.values()].flatMap((change) => change.removed);
  try {
    if (added.length > 0) await index.add(added);
    if (removed.length > 0) await index.remove(removed);
    return indexed;
  } catch (error) {
    report.onFailure(indexed, error);
    return [];
  }
}

async function appendFile(
  ports: Ports,
  { applicationId, changes, notices }: Told,
  report: ToldReport,
): Promise<Appended> {
  const entries = [
    ...(await appendChanges(ports, applicationId, changes)),
    ...(await appendNotices(ports, applicationId, notices)),
  ];
  const rows: KeyedRow[] = [];
  for (const change of changes) {
    const row = await rowOf(ports, change);
    if (row === undefined) continue;
    rows.push(row);
    if (entries.some((entry) => describes(entry, change))) report.onEnded(applicationId, row);
  }
  return { entries, rows };
}

function describes(entry: CaseEntry, { table, version }: Change): boolean {
  const source = parseSource(entry.source);
  return source?.table === table && source.version === version;
}

async function storeRows(
  { measures }: Ports,
  appended: ReadonlyMap<Told, Appended>,
  report: ToldReport,
): Promise<void> {
  const measured = [...appended].filter(([, { rows }]) => rows.length > 0);
  if (measured.length === 0) return;
  try {
    await measures.add(measured.flatMap(([, { rows }]) => rows));
  } catch (error) {
    report.onFailure(
      measured.map(([file]) => file),
      error,
    );
  }
}
