import type { Change } from './change.ts';
import { describeApplication } from './describe-application.ts';
import { describeReview } from './describe-review.ts';
import { type Description, picked } from './description.ts';

/** What the file says about a change: at least one entry for each. */
export function describe(change: Change): readonly Description[] {
  if (change.current === undefined) return [{ at: change.at, kind: 'ITEM_REMOVED', facts: { table: change.table } }];
  const describeItem = RULES[change.table] ?? changed;
  const found = describeItem({ ...change, current: change.current });
  return found.length > 0 ? found : changed({ ...change, current: change.current });
}

type Rule = (change: Change & { readonly current: NonNullable<Change['current']> }) => readonly Description[];

const RULES: Readonly<Record<string, Rule>> = {
  applications: describeApplication,
  reviews: describeReview,
  accounts: ({ at, current }) => [
    { at: String(current.openedAt ?? at), kind: 'ACCOUNT_OPENED', facts: picked(current, ['accountId']) },
  ],
};

/** A write that no rule describes: names of the changed attributes, without their values. */
const changed: Rule = ({ at, table, former = {}, current }) => {
  const names = [...new Set([...Object.keys(former), ...Object.keys(current)])].sort();
  const attributes = names.filter((name) => JSON.stringify(former[name]) !== JSON.stringify(current[name]));
  return [{ at, kind: 'ITEM_CHANGED', facts: { table, attributes, ...picked(current, ['state']) } }];
};
