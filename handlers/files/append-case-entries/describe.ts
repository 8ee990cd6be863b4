import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { Members } from '../../../case-file/entry.ts';
import type { Change } from './change.ts';
import { describeApplication } from './describe-application.ts';
import { describeReview } from './describe-review.ts';
import { type Description, objectIn, picked } from './description.ts';

/** What the file says about a change: at least one entry for each. */
export function describe(change: Change, rules: CheckRules): readonly Description[] {
  if (change.current === undefined) return [{ at: change.at, kind: 'ITEM_REMOVED', facts: { table: change.table } }];
  const describeItem = RULES[change.table] ?? changed;
  const write = { ...change, current: change.current };
  const erasedAt = erasureOf(write.current);
  if (erasedAt !== undefined && erasureOf(write.former) === undefined)
    return [{ at: erasedAt, kind: 'ITEM_ERASED', facts: { table: change.table } }];
  // An item begins with version 1. One that appears with a later version was deleted and copied back by hand.
  if (write.former === undefined && change.version > 1) return changed(write);
  const found = describeItem(write, rules);
  return found.length > 0 ? found : changed(write);
}

/** Time at which an item lost the applicant's data: of a record, of an entry of the ledger. */
function erasureOf(item: Members | undefined): string | undefined {
  const erasedAt = objectIn(item?.erasure)?.erasedAt ?? item?.erasedAt;
  return typeof erasedAt === 'string' ? erasedAt : undefined;
}

type Write = Change & { readonly current: NonNullable<Change['current']> };
type Rule = (write: Write, rules: CheckRules) => readonly Description[];

const RULES: Readonly<Record<string, Rule>> = {
  applications: describeApplication,
  reviews: describeReview,
  accounts: ({ at, current }) => [
    { at: String(current.openedAt ?? at), kind: 'ACCOUNT_OPENED', facts: picked(current, ['accountId']) },
  ],
};

/** A write that no rule describes: names of the changed attributes, without their values. */
const changed = ({ at, table, former = {}, current }: Write): readonly Description[] => {
  const names = [...new Set([...Object.keys(former), ...Object.keys(current)])].sort();
  const attributes = names.filter((name) => JSON.stringify(former[name]) !== JSON.stringify(current[name]));
  return [{ at, kind: 'ITEM_CHANGED', facts: { table, attributes, ...picked(current, ['state']) } }];
};
