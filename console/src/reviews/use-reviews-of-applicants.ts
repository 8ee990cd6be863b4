import { useQuery } from '@tanstack/react-query';
import type { Api } from '../../../api/client.ts';
import type { Application, Review, ReviewCase } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { useDesk } from '../api/context.tsx';
import { isMissing, isSearchable } from '../api/queries.ts';
import { pollSeldom } from '../api/query-client.ts';

/** Pages of found applications that one search reads: 500 applications. */
const MAX_PAGES = 10;

/** Reviews that one search loads. Each is a request. */
const MAX_REVIEWS = 50;

interface Found {
  readonly items: readonly Review[];
  /** True if further applications may match that were not read. */
  readonly hasMore: boolean;
}

/**
 * The open reviews, or those that are done, of applicants who have words with the beginnings in `text`, in no order. At most
 * 50. Nothing is loaded for a text that is too short.
 */
export const useReviewsOfApplicants = (text: string, isDone: boolean) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['reviews', 'of-applicants', isDone, text],
    queryFn: () => reviewsOf(api, text, isDone),
    placeholderData: (previous, query) => (query?.queryKey[2] === isDone ? previous : undefined),
    refetchInterval: pollSeldom,
    enabled: isSearchable(text),
  });
};

async function reviewsOf(api: Api, text: string, isDone: boolean): Promise<Found> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES && ids.length <= MAX_REVIEWS; page += 1) {
    const found = await api.call('POST /applications/search', {
      body: cursor === undefined ? { text } : { text, cursor },
    });
    ids.push(...found.items.filter((application) => mayHave(application, isDone)).map(({ id }) => id));
    cursor = found.cursor;
    if (cursor === undefined) break;
  }
  const reviews = await Promise.all(ids.slice(0, MAX_REVIEWS).map((id) => reviewOf(api, id)));
  return {
    items: reviews.flat().filter(({ state }) => isOpenReview(state) !== isDone),
    hasMore: cursor !== undefined || ids.length > MAX_REVIEWS,
  };
}

/** True if the application may have a review that is done, or an open one. */
const mayHave = ({ state, reasons }: Application, isDone: boolean): boolean =>
  isDone ? reasons !== undefined && state !== 'FLAGGED_FOR_REVIEW' : state === 'FLAGGED_FOR_REVIEW';

/** The review of an application as it is in a list. None if the application has no review. */
async function reviewOf(api: Api, applicationId: string): Promise<readonly Review[]> {
  try {
    return [listed(await api.call('GET /reviews/{applicationId}', { path: { applicationId } }))];
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function listed({ facts, ...review }: ReviewCase): Review {
  const { name, address, submittedBy, checks } = facts;
  const flagged = checks.filter((check) => check.flagged);
  return { ...review, applicant: { name, address, flagged, ...(submittedBy === undefined ? {} : { submittedBy }) } };
}
