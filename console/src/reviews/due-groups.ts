import type { Review } from '../../../api/types.generated.ts';

/** When a review is due: before now, before the end of the user's day, or after it. */
type DueGroup = 'overdue' | 'today' | 'later';

/** A part of the list that is ordered by due date. */
export interface DueRows {
  readonly group: DueGroup;
  /** The rows of the page that are in the group. */
  readonly rows: readonly Review[];
  /** Number of the loaded reviews in the group. */
  readonly count: number;
  /** True if the group may have further reviews that are not loaded. */
  readonly hasMore: boolean;
}

export interface DueGroupsOptions {
  /** The loaded reviews by due date, earliest or latest first. */
  readonly list: readonly Review[];
  /** The rows of the page: a part of `list`. */
  readonly rows: readonly Review[];
  readonly nowMs: number;
  /** True if the list goes on after the loaded reviews. */
  readonly hasMore: boolean;
  /** True if reviews may be missing from every group. */
  readonly isIncomplete: boolean;
}

/** The rows of a page in groups, in the order of the list. A group without a row on the page is left out. */
export function dueGroups({ list, rows, nowMs, ...more }: DueGroupsOptions): readonly DueRows[] {
  const dayEndMs = endOfDay(nowMs);
  const groupOf = ({ dueAt }: Review): DueGroup => {
    const dueMs = Date.parse(dueAt);
    if (dueMs <= nowMs) return 'overdue';
    return dueMs < dayEndMs ? 'today' : 'later';
  };
  const last = list.at(-1);
  return [...new Set(rows.map(groupOf))].map((group) => ({
    group,
    rows: rows.filter((row) => groupOf(row) === group),
    count: list.filter((review) => groupOf(review) === group).length,
    hasMore: more.isIncomplete || (more.hasMore && last !== undefined && groupOf(last) === group),
  }));
}

/** The end of the day in the user's time zone. */
function endOfDay(nowMs: number): number {
  const end = new Date(nowMs);
  end.setHours(24, 0, 0, 0);
  return end.getTime();
}
