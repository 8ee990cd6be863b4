import { useCallback, useEffect, useMemo } from 'react';
import type { Review } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { casePath, type InboxView, neighbour, placeIn } from './inbox-filter.ts';
import { useNowMinuteMs } from './now.ts';
import { useOutbox } from './outbox.tsx';
import { useInboxReviews } from './use-inbox-reviews.ts';
import { useOpenInView } from './use-view.ts';

const NONE: readonly Review[] = [];

/** The case's place in the list from which it was opened, with its neighbours. */
export const useQueue = (id: string, view: InboxView) => {
  const { me } = useDesk();
  const open = useOpenInView(view);
  const { waiting } = useOutbox();
  const nowMs = useNowMinuteMs();
  const { data, hasMore, loadMore, refetch } = useInboxReviews(view);
  const queueIn = useCallback(
    (all: readonly Review[]) => {
      const reviews = all.filter(({ applicationId }) => applicationId === id || !waiting.has(applicationId));
      const options = { me: me.username, nowMs, view };
      return {
        place: placeIn(reviews, id, options),
        next: neighbour(reviews, id, 1, options),
        previous: neighbour(reviews, id, -1, options),
      };
    },
    [id, me.username, nowMs, view, waiting],
  );
  const queue = useMemo(() => queueIn(data ?? NONE), [data, queueIn]);
  const isLastLoaded = queue.place !== undefined && queue.next === undefined && hasMore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads when the case is the last of the loaded ones
  useEffect(() => {
    if (isLastLoaded) void loadMore();
  }, [isLastLoaded, data?.length]);
  return {
    ...queue,
    /** True if the list goes on after the loaded cases. */
    hasMore,
    /** The next case. Waits for the list, and for its next page, if they are not loaded yet. */
    findNext: async () => {
      const { next } = queueIn(data ?? (await refetch()));
      return next ?? (hasMore ? queueIn(await loadMore()).next : undefined);
    },
    /** Replaces the case in the browser's history, so that its back button opens the list. */
    go: (to: string | undefined) => {
      if (to !== undefined) open(casePath(to, view), { replace: true });
    },
  };
};
