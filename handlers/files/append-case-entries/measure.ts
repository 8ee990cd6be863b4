import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import { type KeyedRow, keyed, type MeasureRow } from '../../shared/measures/row.ts';
import type { Change } from './change.ts';
import { describe } from './describe.ts';
import type { CaseFiles } from './ports.ts';
import { APPLICATION_ENDED, applicationRow, REVIEW_ENDED, reviewRow } from './rows-in-file.ts';

export interface Ports {
  readonly files: CaseFiles;
  /** The rules in force, to explain checks whose results the record does not have. */
  readonly rules: CheckRules;
}

/**
 * The row of the measures about a change; undefined if it ended neither the application nor its review. The file must have
 * the entries about the change already. A change that is delivered again has the same row.
 * @throws TryAgainException
 */
export async function rowOf(ports: Ports, change: Change): Promise<KeyedRow | undefined> {
  const row = await unkeyedRow(ports, change);
  return row === undefined ? undefined : keyed(row, change.applicationId, change.version);
}

async function unkeyedRow({ files, rules }: Ports, change: Change): Promise<MeasureRow | undefined> {
  const end = describe(change, rules).find(({ kind }) => kind === APPLICATION_ENDED || kind === REVIEW_ENDED);
  if (end === undefined) return undefined;
  if (end.kind === APPLICATION_ENDED) return applicationRow(end);
  return reviewRow(await files.read(change.applicationId), change.version);
}
