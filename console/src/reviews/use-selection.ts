import { useEffect, useMemo, useState } from 'react';
import { mayDecideNext } from '../../../api/may-decide.ts';
import { DECIDERS } from '../../../api/roles.ts';
import type { Review } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { type InboxView, isHeldByOther } from './inbox-filter.ts';
import { useNowMinuteMs } from './now.ts';

/** The reviews that the user has selected for one decision, each as it was when it was selected. */
export interface Selection {
  /** False for users who decide nothing, and for reviews that are done. */
  readonly isPossible: boolean;
  readonly items: readonly Review[];
  has(applicationId: string): boolean;
  /** True if the user may decide the review now, as far as the list says. */
  mayHave(review: Review): boolean;
  toggle(review: Review): void;
  /** Selects the rows from the last toggled one to this one. */
  extendTo(rows: readonly Review[], review: Review): void;
  /** Takes over which of these rows are selected. Reviews on other pages of the list stay selected. */
  change(rows: readonly Review[], selected: readonly Review[]): void;
  clear(): void;
}

/**
 * Keeps the selection while the list changes, also over its pages and filters. A review that leaves the list stays
 * selected: what was selected is what is decided, and the API answers for each.
 */
export const useSelection = ({ tab }: InboxView): Selection => {
  const { me } = useDesk();
  const nowMs = useNowMinuteMs();
  const [selected, setSelected] = useState<ReadonlyMap<string, Review>>(new Map());
  const [lastId, setLastId] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another list
  useEffect(() => setSelected(new Map()), [tab]);
  return useMemo(() => {
    const isPossible = tab !== 'done' && me.roles.some((role) => DECIDERS.includes(role));
    const mayHave = (review: Review) =>
      isPossible && !isHeldByOther(review, me.username, nowMs) && mayDecideNext(review, me);
    const add = (reviews: readonly Review[]) =>
      setSelected((old) => new Map([...reviews.map((review) => [review.applicationId, review] as const), ...old]));
    const remove = (ids: readonly string[]) =>
      setSelected((old) => new Map([...old].filter(([id]) => !ids.includes(id))));
    return {
      isPossible,
      items: [...selected.values()],
      has: (id) => selected.has(id),
      mayHave,
      toggle: (review) => {
        setLastId(review.applicationId);
        if (selected.has(review.applicationId)) remove([review.applicationId]);
        else add([review]);
      },
      extendTo: (rows, review) => {
        const from = rows.findIndex(({ applicationId }) => applicationId === lastId);
        const to = rows.indexOf(review);
        const range = from === -1 ? [review] : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
        add(range.filter(mayHave));
      },
      change: (rows, now) => {
        const ids = new Set(now.map(({ applicationId }) => applicationId));
        remove(rows.map(({ applicationId }) => applicationId).filter((id) => !ids.has(id)));
        add(now);
      },
      clear: () => setSelected(new Map()),
    };
  }, [selected, lastId, me, nowMs, tab]);
};
