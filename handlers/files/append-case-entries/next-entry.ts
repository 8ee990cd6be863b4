import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import { type CaseEntry, lastSource, type NewEntry, UNRECORDED } from '../../../case-file/entry.ts';
import type { Change } from './change.ts';
import { describe } from './describe.ts';
import type { Description } from './description.ts';

/**
 * The next entry that a file lacks about a change; undefined if it has all of them. A file that lacks earlier changes of
 * the item gets an entry that says which: they were never delivered, or are older than the file.
 */
export function nextEntry(change: Change, last: CaseEntry | undefined, rules: CheckRules): NewEntry | undefined {
  const { table, version } = change;
  const known = lastSource(last, table);
  if (known !== undefined && known.version > version) return undefined;
  const descriptions = describe(change, rules);
  if (known?.version === version) {
    const isAfterGap = known.parts > descriptions.length;
    const all = isAfterGap ? [gap(change, 0), ...descriptions] : descriptions;
    return entryOf(change, all, known.part);
  }
  const former = known?.part === known?.parts ? (known?.version ?? 0) : (known?.version ?? 1) - 1;
  return entryOf(change, former < version - 1 ? [gap(change, former), ...descriptions] : descriptions, 0);
}

function entryOf(
  { table, version }: Change,
  descriptions: readonly Description[],
  written: number,
): NewEntry | undefined {
  const description = descriptions[written];
  if (description === undefined) return undefined;
  const source = { table, version, part: written + 1, parts: descriptions.length };
  return { ...description, source };
}

/** `known`: the last version of the item that the file describes in full. */
const gap = ({ at, table, version }: Change, known: number): Description => ({
  at,
  kind: UNRECORDED,
  facts: { table, from: known + 1, to: version - 1 },
});
