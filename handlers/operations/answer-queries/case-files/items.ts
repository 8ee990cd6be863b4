import type { CaseItem } from '../../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../../shared/application-record.ts';
import type { ReviewEntry } from '../../../shared/reviews/entry.ts';
import type { AccountItem, ErasureItem } from '../ports.ts';

/** The items that a case file describes; undefined if an item does not exist. */
export interface DescribedItems {
  readonly record: ApplicationRecord | undefined;
  readonly review: ReviewEntry | undefined;
  readonly account: AccountItem | undefined;
  readonly erasure?: ErasureItem | undefined;
}

/** An entry is usually written within seconds; after this time its absence is a finding. */
const RECENT_SECONDS = 900;

/** Versions of the items, and whether the entry about their last write may not be written yet at `now`. */
export function itemsOf({ record, review, account, erasure }: DescribedItems, now: Date): CaseItem[] {
  const recentFrom = new Date(now.getTime() - RECENT_SECONDS * 1000).toISOString();
  const itemOf = (table: string, version: number, writtenAt: string): CaseItem => {
    return { table, version, isRecent: writtenAt > recentFrom };
  };
  return [
    ...(record === undefined
      ? []
      : [itemOf('applications', record.version, record.erasure?.erasedAt ?? record.updatedAt)]),
    ...(review === undefined ? [] : [itemOf('reviews', review.version, lastWriteOf(review))]),
    ...(account === undefined ? [] : [itemOf('accounts', 1, account.openedAt)]),
    // Its entries are written in the same transactions.
    ...(erasure === undefined ? [] : [{ table: 'erasures', version: erasure.version, isRecent: false }]),
  ];
}

const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/**
 * The latest time in a ledger entry, apart from those that a review has from the beginning. The end of a claim stands for
 * its renewal, which has no time of its own.
 */
function lastWriteOf({ dueAt: _, reviewDeadline: __, ...written }: ReviewEntry): string {
  return timesIn(written).reduce((latest, time) => (time > latest ? time : latest), '');
}

function timesIn(value: unknown): string[] {
  if (typeof value === 'string') return TIME.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(timesIn) : [];
}
