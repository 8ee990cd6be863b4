import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Review } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useReviews } from '../api/queries.ts';
import { type InboxView, questionOf } from './inbox-filter.ts';

/** The loaded reviews of a view, in the order of the view. */
export interface InboxReviews
  extends Pick<UseQueryResult, 'isError' | 'error' | 'isFetching' | 'dataUpdatedAt' | 'failureCount'> {
  readonly data: readonly Review[] | undefined;
  /** True while nothing is loaded for this view: there may be reviews that match. `data` is then that of the previous view. */
  readonly isPending: boolean;
  /** True if the list has further reviews, which `loadMore` loads. */
  readonly hasMore: boolean;
  /** Loads further reviews; resolves with all that are loaded. */
  loadMore(): Promise<readonly Review[]>;
  /** Loads the list again; resolves with it. */
  refetch(): Promise<readonly Review[]>;
}

const NONE: readonly Review[] = [];

/** The reviews of a view of the inbox, as far as they are loaded. */
export const useInboxReviews = (view: InboxView): InboxReviews => {
  const { me } = useDesk();
  const typed = view.q;
  const q = useSettled(typed);
  const question = questionOf({ ...view, q }, me.username);
  const found = useReviews(question);
  const rows = useMemo(() => rowsOf(found.data), [found.data]);
  const refetch = async () => rowsOf((await found.refetch()).data) ?? NONE;
  if (question === undefined)
    return { ...found, refetch, data: NONE, isPending: q !== typed, hasMore: false, loadMore: async () => NONE };
  const loadMore = async () => {
    let loaded = await found.fetchNextPage();
    // A filter may leave nothing of a page.
    while (loaded.hasNextPage && loaded.data?.pages.at(-1)?.items.length === 0) loaded = await loaded.fetchNextPage();
    return rowsOf(loaded.data) ?? NONE;
  };
  const isPending = found.isPending || found.isPlaceholderData || q !== typed;
  return { ...found, refetch, data: rows, isPending, hasMore: found.hasNextPage && !isPending, loadMore };
};

const rowsOf = (data: ReturnType<typeof useReviews>['data']): readonly Review[] | undefined =>
  data?.pages.flatMap(({ items }) => items);

/** After this time without a key, the text is searched. */
const SETTLED_MS = 150;

/** The text once it has not changed for a short time. */
const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), SETTLED_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
};
