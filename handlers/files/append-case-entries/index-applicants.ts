import type { Members } from '../../../case-file/entry.ts';
import type { IndexItem } from '../../shared/applicant-index/index-table.ts';
import { type Applicant, entriesOf, type IndexEntry } from '../../shared/applicant-index/terms.ts';
import type { Change } from './change.ts';

/** What changes of one application add to the applicant index, and what they remove from it. */
export interface IndexChange {
  readonly added: readonly IndexItem[];
  readonly removed: readonly IndexEntry[];
}

/**
 * An erasure removes also what earlier changes of the same batch added, because an earlier delivery of the batch may have
 * ended before the erasure.
 */
export function indexChange(applicationId: string, changes: readonly Change[]): IndexChange {
  const records = changes.filter(({ table }) => table === 'applications');
  const before = entriesIn(records[0]?.former);
  const after = entriesIn(records.at(-1)?.current);
  const between = records.slice(0, -1).flatMap(({ current }) => entriesIn(current));
  return {
    added: without(after, before).map((entry) => ({ ...entry, applicationId })),
    removed: unique(without([...before, ...between], after)),
  };
}

/** Only the workflow and erasures write records, so an image of the table is a record. */
const entriesIn = (image: Members | undefined): readonly IndexEntry[] =>
  image === undefined ? [] : entriesOf(image as unknown as Applicant);

function without(entries: readonly IndexEntry[], known: readonly IndexEntry[]): readonly IndexEntry[] {
  const keys = new Set(known.map(keyOf));
  return entries.filter((entry) => !keys.has(keyOf(entry)));
}

const unique = (entries: readonly IndexEntry[]): readonly IndexEntry[] => [
  ...new Map(entries.map((entry) => [keyOf(entry), entry])).values(),
];

const keyOf = ({ term, entry }: IndexEntry): string => JSON.stringify([term, entry]);
