import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import { type KeyedRow, keyed, type MeasureRow } from '../../shared/measures/row.ts';
import type { Change } from './change.ts';
import { describe } from './describe.ts';
import type { CaseFiles, Measures } from './ports.ts';
import { APPLICATION_ENDED, applicationRow, REVIEW_ENDED, reviewRow } from './rows-in-file.ts';

export interface Ports {
  readonly files: CaseFiles;
  readonly measures: Measures;
  /** The rules in force, to explain checks whose results the record does not have. */
  readonly rules: CheckRules;
}

/**
 * Stores a row of the measures for each change that ended the application or its review; the file has the entries about
 * them already. Returns the rows that are new. Idempotent: a row of the same change has the same key and content.
 * @throws TryAgainException
 */
export async function measureChanges(
  ports: Ports,
  applicationId: string,
  changes: readonly Change[],
): Promise<readonly KeyedRow[]> {
  const added: KeyedRow[] = [];
  for (const change of changes) {
    const row = await rowOf(ports, change);
    if (row === undefined) continue;
    const item = keyed(row, applicationId, change.version);
    if (await ports.measures.add(item)) added.push(item);
  }
  return added;
}

async function rowOf({ files, rules }: Ports, change: Change): Promise<MeasureRow | undefined> {
  const end = describe(change, rules).find(({ kind }) => kind === APPLICATION_ENDED || kind === REVIEW_ENDED);
  if (end === undefined) return undefined;
  if (end.kind === APPLICATION_ENDED) return applicationRow(end);
  return reviewRow(await files.read(change.applicationId), change.version);
}
