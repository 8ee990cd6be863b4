import type { CaseItem } from '../../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../../shared/application-record.ts';
import type { ReviewEntry } from '../../../shared/reviews/entry.ts';
import type { AccountItem } from '../ports.ts';

/** The items that a case file describes; undefined if an item does not exist. */
export interface DescribedItems {
  readonly record: ApplicationRecord | undefined;
  readonly review: ReviewEntry | undefined;
  readonly account: AccountItem | undefined;
}

/** An entry is usually written within seconds; after this time its absence is a finding. */
const RECENT_SECONDS = 900;

/** Versions of the items, and whether the entry about their last write may not be written yet at `now`. */
export function itemsOf({ record, review, account }: DescribedItems, now: Date): CaseItem[] {
  const recentFrom = new Date(now.getTime() - RECENT_SECONDS * 1000).toISOString();
  const itemOf = (table: string, version: number, writtenAt: string): CaseItem => {
    return { table, version, isRecent: writtenAt > recentFrom };
  };
  return [
    ...(record === undefined ? [] : [itemOf('applications', record.version, record.updatedAt)]),
    ...(review === undefined ? [] : [itemOf('reviews', review.version, lastWriteOf(review))]),
    ...(account === undefined ? [] : [itemOf('accounts', 1, account.openedAt)]),
  ];
}

/** The latest time in a ledger entry about itself. The end of a claim stands for its renewal, which has no time. */
function lastWriteOf({
  receivedAt,
  closedAt,
  remindedAt,
  escalatedAt,
  claim,
  deciding,
  decision,
  audit,
}: ReviewEntry): string {
  const times = [
    receivedAt,
    closedAt,
    remindedAt,
    escalatedAt,
    claim?.until,
    deciding?.at,
    decision?.at,
    audit?.at(-1)?.at,
  ];
  return times.filter((time) => time !== undefined).reduce((latest, time) => (time > latest ? time : latest), '');
}
