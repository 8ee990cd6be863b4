import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Review } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { isSearchable, useReviews } from '../api/queries.ts';
import { type InboxView, questionOf } from './inbox-filter.ts';
import { useReviewsOfApplicants } from './use-reviews-of-applicants.ts';

/** The loaded reviews of a view, in the order of the view. */
export interface InboxReviews
  extends Pick<UseQueryResult, 'isError' | 'error' | 'isFetching' | 'dataUpdatedAt' | 'failureCount'> {
  readonly data: readonly Review[] | undefined;
  /** True while nothing is loaded for this view: there may be reviews that match. `data` is then that of the previous view. */
  readonly isPending: boolean;
  /** True if the list has further reviews, which `loadMore` loads. */
  readonly hasMore: boolean;
  /** True if reviews may be missing that `loadMore` cannot load, because too many applicants were found. */
  readonly isIncomplete: boolean;
  /** Loads further reviews; resolves with all that are loaded. */
  loadMore(): Promise<readonly Review[]>;
  /** Loads the list again; resolves with it. */
  refetch(): Promise<readonly Review[]>;
}

const NONE: readonly Review[] = [];

/** The reviews of a view of the inbox, as far as they are loaded. */
export const useInboxReviews = (view: InboxView): InboxReviews => {
  const listed = useListedReviews(view);
  const found = useFoundReviews(view);
  return isSearchable(view.applicant) ? found : listed;
};

/** The reviews of the applicants for whom the user searches. All that are found are loaded. */
const useFoundReviews = ({ applicant, tab, sort, isDescending }: InboxView): InboxReviews => {
  const text = useSettled(applicant);
  const found = useReviewsOfApplicants(text, tab === 'done');
  const rows = useMemo(
    () => found.data && inOrder(found.data.items, { sort, isDescending }),
    [found.data, sort, isDescending],
  );
  return {
    ...found,
    data: rows,
    isPending: found.isPending || found.isPlaceholderData || text !== applicant,
    hasMore: false,
    isIncomplete: found.data?.hasMore ?? false,
    loadMore: async () => rows ?? NONE,
    refetch: async () => inOrder((await found.refetch()).data?.items ?? NONE, { sort, isDescending }),
  };
};

const inOrder = (
  reviews: readonly Review[],
  { sort, isDescending }: Pick<InboxView, 'sort' | 'isDescending'>,
): readonly Review[] => {
  const ascending = reviews.toSorted((left, right) => left[sort].localeCompare(right[sort]));
  return isDescending ? ascending.reverse() : ascending;
};

/** The reviews in the order of the view, in pages of the API. */
const useListedReviews = (view: InboxView): InboxReviews => {
  const { me } = useDesk();
  const typed = view.q;
  const q = useSettled(typed);
  const question = isSearchable(view.applicant) ? undefined : questionOf({ ...view, q }, me.username);
  const found = useReviews(question);
  const rows = useMemo(() => rowsOf(found.data), [found.data]);
  const refetch = async () => rowsOf((await found.refetch()).data) ?? NONE;
  if (question === undefined)
    return {
      ...found,
      refetch,
      data: NONE,
      isPending: q !== typed,
      hasMore: false,
      isIncomplete: false,
      loadMore: async () => NONE,
    };
  const loadMore = async () => {
    let loaded = await found.fetchNextPage();
    // A filter may leave nothing of a page.
    while (loaded.hasNextPage && loaded.data?.pages.at(-1)?.items.length === 0) loaded = await loaded.fetchNextPage();
    return rowsOf(loaded.data) ?? NONE;
  };
  const isPending = found.isPending || found.isPlaceholderData || q !== typed;
  const hasMore = found.hasNextPage && !isPending;
  return { ...found, refetch, data: rows, isPending, hasMore, isIncomplete: false, loadMore };
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
