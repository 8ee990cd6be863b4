import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Review } from '../../../api/types.generated.ts';
import { useDoneReviews, usePendingReviews } from '../api/queries.ts';
import { doneQuestion, type InboxView } from './inbox-filter.ts';

/** The loaded reviews of a view. */
export interface InboxReviews
  extends Pick<UseQueryResult, 'isPending' | 'isError' | 'error' | 'isFetching' | 'dataUpdatedAt' | 'failureCount'> {
  readonly data: readonly Review[] | undefined;
  /** True if the list has further reviews, which `loadMore` loads. */
  readonly hasMore: boolean;
  loadMore(): Promise<void>;
  refetch(): Promise<readonly Review[] | undefined>;
}

/** All pending reviews, or the reviews of the tab of those that are done as far as they are loaded. */
export const useInboxReviews = (view: InboxView): InboxReviews => {
  const isDone = view.tab === 'done';
  const pending = usePendingReviews(!isDone);
  const done = useDoneReviews(doneQuestion(view), isDone);
  const doneRows = useMemo(() => rowsOf(done.data), [done.data]);
  if (!isDone) {
    const refetch = async () => (await pending.refetch()).data;
    return { ...pending, refetch, hasMore: false, loadMore: async () => undefined };
  }
  const loadMore = async (): Promise<void> => {
    let loaded = await done.fetchNextPage();
    // A filter may leave nothing of a page.
    while (loaded.hasNextPage && loaded.data?.pages.at(-1)?.items.length === 0) loaded = await loaded.fetchNextPage();
  };
  const refetch = async () => rowsOf((await done.refetch()).data);
  return { ...done, data: doneRows, refetch, hasMore: done.hasNextPage, loadMore };
};

const rowsOf = (data: ReturnType<typeof useDoneReviews>['data']): readonly Review[] | undefined =>
  data?.pages.flatMap(({ items }) => items);
