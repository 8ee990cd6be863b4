import type { Members } from '../../../case-file/entry.ts';
import type { ApplicantIndexWriter } from '../../shared/applicant-index/index-table.ts';
import { type Applicant, entriesOf, type IndexEntry } from '../../shared/applicant-index/terms.ts';
import type { Change } from './change.ts';

export interface Ports {
  readonly index: ApplicantIndexWriter;
}

/**
 * Adds what changes of records add to the applicant index, and removes what an erasure removes. Idempotent. A batch that is
 * delivered again may add the entries of an erased record; the change with the erasure follows it and removes them.
 * @throws TryAgainException
 */
export async function indexChanges({ index }: Ports, applicationId: string, changes: readonly Change[]): Promise<void> {
  for (const { table, former, current } of changes) {
    if (table !== 'applications') continue;
    const before = entriesIn(former);
    const after = entriesIn(current);
    const added = without(after, before);
    const removed = without(before, after);
    if (added.length > 0) await index.add(added, applicationId);
    if (removed.length > 0) await index.remove(removed);
  }
}

/** Only the workflow and erasures write records, so an image of the table is a record. */
const entriesIn = (image: Members | undefined): readonly IndexEntry[] =>
  image === undefined ? [] : entriesOf(image as unknown as Applicant);

function without(entries: readonly IndexEntry[], known: readonly IndexEntry[]): readonly IndexEntry[] {
  return entries.filter(({ term, entry }) => !known.some((other) => other.term === term && other.entry === entry));
}
