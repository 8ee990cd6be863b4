import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { Change } from './change.ts';
import { describeApplication } from './describe-application.ts';
import { describeReview } from './describe-review.ts';
import { type Description, picked } from './description.ts';

/** What the file says about a change: at least one entry for each. */
export function describe(change: Change, rules: CheckRules): readonly Description[] {
  if (change.current === undefined) return [{ at: change.at, kind: 'ITEM_REMOVED', facts: { table: change.table } }];
  const describeItem = RULES[change.table] ?? changed;
  const write = { ...change, current: change.current };
  const found = describeItem(write, rules);
  return found.length > 0 ? found : changed(write);
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
