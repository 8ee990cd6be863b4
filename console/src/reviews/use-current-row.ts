import { useEffect, useState } from 'react';
import type { Review } from '../../../api/types.generated.ts';
import { casePath, type InboxView, PAGE_SIZE } from './inbox-filter.ts';
import type { InboxProps } from './inbox-filter-bar.tsx';
import { lastCase } from './last-case.ts';
import type { InboxReviews } from './use-inbox-reviews.ts';

interface CurrentRowOptions {
  /** The loaded reviews of the list, those of all its pages. */
  readonly list: readonly Review[];
  readonly view: InboxView;
  readonly show: InboxProps['show'];
  readonly reviews: Pick<InboxReviews, 'hasMore' | 'loadMore'>;
}

export interface CurrentRow {
  readonly review: Review | undefined;
  /** Makes the row of this review current. */
  select(review: Review): void;
  /** Moves to the next (1) or previous (-1) row, also to that of another page; loads further rows at the end. */
  move(step: 1 | -1): void;
}

/**
 * The row for which the keys are, none if it is on another page of the list. If rows are added or removed, the same review
 * stays current. After a case was open, its row is current and has the focus.
 */
export const useCurrentRow = ({ list, view, show, reviews }: CurrentRowOptions): CurrentRow => {
  const [currentId, setCurrentId] = useState<string>();
  /** The row that gets the focus once it is shown. */
  const [wantedId, setWantedId] = useState(lastCase);
  const found = list.findIndex(({ applicationId }) => applicationId === currentId);
  const isShown = pageOf(found) === view.page || wantedId === currentId;
  const at = isShown ? found : -1;
  const wantedAt = list.findIndex(({ applicationId }) => applicationId === wantedId);
  const wantedPage = pageOf(wantedAt);
  const go = (review: Review): void => {
    setCurrentId(review.applicationId);
    setWantedId(review.applicationId);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the row is found, and again on its page
  useEffect(() => {
    const wanted = list[wantedAt];
    if (wanted === undefined) return;
    if (wantedPage !== view.page) return show({ page: wantedPage });
    setCurrentId(wanted.applicationId);
    setWantedId(undefined);
    focusRow(wanted.applicationId, view);
  }, [wantedId, wantedAt, view.page]);
  return {
    review: list[at],
    select: ({ applicationId }) => setCurrentId(applicationId),
    move: (step) => {
      const next = list[at === -1 ? (view.page - 1) * PAGE_SIZE : at + step];
      if (next !== undefined) return go(next);
      if (step === 1 && reviews.hasMore) void reviews.loadMore().then((all) => goAfter(all, currentId, go));
    },
  };
};

/** Number of the page that has the row at this index, from 1. */
const pageOf = (index: number): number => Math.floor(index / PAGE_SIZE) + 1;

const goAfter = (all: readonly Review[], id: string | undefined, go: (review: Review) => void): void => {
  const next = all[all.findIndex(({ applicationId }) => applicationId === id) + 1];
  if (next !== undefined) go(next);
};

const focusRow = (id: string, view: InboxView): void =>
  document.querySelector<HTMLElement>(`a[href=${JSON.stringify(casePath(id, view))}]`)?.focus();
