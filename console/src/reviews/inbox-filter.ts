import { REVIEW_SEARCH_TEXT } from '../../../api/limits.ts';
import { SORT_ORDERS } from '../../../api/reason-codes.ts';
import type { Review, ReviewReason, ReviewSort, Verdict } from '../../../api/types.generated.ts';
import { isOpenReview, REVIEW_REASONS } from '../../../events/states.ts';
import type { ReviewsQuestion } from '../api/reviews-question.ts';
import { searchedText } from '../shell/search-state.ts';

export const TABS = ['all', 'mine', 'unassigned', 'done'] as const;
export type Tab = (typeof TABS)[number];

export const SORTS = ['dueAt', 'requestedAt'] as const satisfies readonly ReviewSort[];
type Sort = (typeof SORTS)[number];

/** Orders of the reviews that are done: their due dates have no meaning any more. */
const DONE_SORTS = ['requestedAt'] as const satisfies readonly Sort[];

/** Filter, order and page of the inbox. They are in the URL, so that a link opens the same view, except for the applicant. */
export interface InboxView {
  readonly tab: Tab;
  readonly q: string;
  /** Beginnings of words of the applicant. Personal data, so it is in the state of the history entry and not in the URL. */
  readonly applicant: string;
  readonly reason: ReviewReason | undefined;
  readonly sort: Sort;
  readonly isDescending: boolean;
  /** Page number, starting at 1. */
  readonly page: number;
}

export const PAGE_SIZE = 25;

const oneOf = <Name extends string>(names: readonly Name[], text: string | null): Name | undefined =>
  names.find((name) => name === text);

/** The order in which a tab is shown first: what is due first, and what was requested last of the reviews that are done. */
export const firstOrder = (tab: Tab): Pick<InboxView, 'sort' | 'isDescending'> =>
  tab === 'done' ? { sort: 'requestedAt', isDescending: true } : { sort: 'dueAt', isDescending: false };

/** Parses the query string. Missing and invalid parameters get their defaults; the applicant is empty. */
export const readView = (query: URLSearchParams): InboxView => {
  const page = Number(query.get('page'));
  const tab = oneOf(TABS, query.get('tab')) ?? 'all';
  const first = firstOrder(tab);
  const sorts = tab === 'done' ? DONE_SORTS : SORTS;
  const order = oneOf(SORT_ORDERS, query.get('order'));
  return {
    tab,
    q: query.get('q') ?? '',
    applicant: '',
    reason: oneOf(REVIEW_REASONS, query.get('reason')),
    sort: oneOf(sorts, query.get('sort')) ?? first.sort,
    isDescending: order === undefined ? first.isDescending : order === 'desc',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
};

/** The view at a place in the browser's history. */
export const viewAt = ({ search, state }: { readonly search: string; readonly state: unknown }): InboxView => ({
  ...readView(new URLSearchParams(search)),
  applicant: searchedText(state),
});

/** The view as a question to the API. Undefined if its text can be in no id and no user name, so that nothing matches. */
export const questionOf = (
  { tab, reason, q, sort, isDescending }: InboxView,
  me: string,
): ReviewsQuestion | undefined => {
  const wanted = q.trim();
  if (wanted !== '' && !REVIEW_SEARCH_TEXT.test(wanted)) return undefined;
  return {
    state: tab === 'done' ? 'DONE' : 'OPEN',
    sort,
    order: isDescending ? 'desc' : 'asc',
    ...(tab === 'mine' && { claimedBy: me }),
    ...(tab === 'unassigned' && { unclaimed: true }),
    ...(reason !== undefined && { reason }),
    ...(wanted !== '' && { q: wanted }),
  };
};

const START = readView(new URLSearchParams());

/** True if the user searches, or wants the reviews of one reason only. */
export const isFiltered = ({ q, applicant, reason }: InboxView): boolean =>
  q !== '' || applicant !== '' || reason !== undefined;

/** True if the list shows what is due first, or last. */
export const isByDueDate = ({ tab, sort }: InboxView): boolean => tab !== 'done' && sort === 'dueAt';

/** The view as a query string, without the applicant. Members with their default value are omitted. */
export const writeView = ({ tab, q, reason, sort, isDescending, page }: InboxView): URLSearchParams => {
  const first = firstOrder(tab);
  const order = isDescending ? 'desc' : 'asc';
  const said: readonly (readonly [string, string | undefined])[] = [
    ['tab', tab === 'all' ? undefined : tab],
    ['q', q === '' ? undefined : q],
    ['reason', reason],
    ['sort', sort === first.sort ? undefined : sort],
    ['order', isDescending === first.isDescending ? undefined : order],
    ['page', page === 1 ? undefined : String(page)],
  ];
  return new URLSearchParams(
    said.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  );
};

/** True if another reviewer has a claim that is not over. A loaded list may have claims that have ended since. */
export const isHeldByOther = ({ claim }: Pick<Review, 'claim'>, me: string, nowMs: number): boolean =>
  claim !== undefined && claim.reviewer !== me && Date.parse(claim.until) > nowMs;

const BELONGS: Readonly<Record<Tab, (review: Review, me: string, nowMs: number) => boolean>> = {
  all: () => true,
  mine: ({ claim }, me, nowMs) => claim?.reviewer === me && Date.parse(claim.until) > nowMs,
  unassigned: ({ claim }, _, nowMs) => claim === undefined || Date.parse(claim.until) <= nowMs,
  done: () => true,
};

/**
 * The reviews of a loaded list that match the view. The list may be the answer to the previous view, and claims end while it
 * is shown.
 */
export const select = (
  reviews: readonly Review[],
  view: InboxView,
  { me, nowMs }: { readonly me: string; readonly nowMs: number },
): readonly Review[] => {
  const wanted = view.q.trim();
  const belongs = BELONGS[view.tab];
  return reviews.filter(
    (review) =>
      belongs(review, me, nowMs) &&
      (view.reason === undefined || review.reasons.includes(view.reason)) &&
      (review.applicationId.includes(wanted) || (review.claim?.reviewer.includes(wanted) ?? false)),
  );
};

export interface QueueOptions {
  readonly me: string;
  readonly nowMs: number;
  /** The list from which the case was opened: all pending reviews by due date if undefined. */
  readonly view?: InboxView;
}

/** The reviews of a view, with this case even if it no longer matches, for example after a claim. */
const queueOf = (reviews: readonly Review[], id: string, { me, nowMs, view = START }: QueueOptions) => {
  const matching = new Set(select(reviews, view, { me, nowMs }));
  return reviews.filter((review) => matching.has(review) || review.applicationId === id);
};

/** The next (`step` 1) or previous (`step` -1) review in the view: one that the user may decide, unless all are done. */
export const neighbour = (
  reviews: readonly Review[],
  id: string,
  step: 1 | -1,
  options: QueueOptions,
): string | undefined => {
  const { me, nowMs, view = START } = options;
  const isFree = (review: Review) =>
    review.applicationId === id ||
    view.tab === 'done' ||
    (isOpenReview(review.state) && !isHeldByOther(review, me, nowMs));
  const ids = queueOf(reviews, id, options)
    .filter(isFree)
    .map(({ applicationId }) => applicationId);
  const at = ids.indexOf(id);
  return at === -1 ? ids[0] : ids[at + step];
};

/** Place of a case in the view's list, from 1. Undefined if it is not in the list. */
export const placeIn = (
  reviews: readonly Review[],
  id: string,
  options: QueueOptions,
): { readonly position: number; readonly count: number } | undefined => {
  const queue = queueOf(reviews, id, options);
  const at = queue.findIndex(({ applicationId }) => applicationId === id);
  return at === -1 ? undefined : { position: at + 1, count: queue.length };
};

const withQuery = (path: string, query: URLSearchParams): string => (query.size === 0 ? path : `${path}?${query}`);

/** Path of the list with this view. */
export const inboxPath = (view: InboxView): string => withQuery('/reviews', writeView(view));

/** Path of a case. Its query string has the view from which the case was opened. */
export const casePath = (id: string, view: InboxView, decide?: Verdict): string => {
  const query = writeView({ ...view, page: 1 });
  if (decide !== undefined) query.set('decide', decide.toLowerCase());
  return withQuery(`/reviews/${encodeURIComponent(id)}`, query);
};

/** Path of the list from which the page with this path and query string was opened. */
export const listBehind = (pathname: string, search: string): string =>
  pathname.startsWith('/reviews/') ? inboxPath(readView(new URLSearchParams(search))) : '/reviews';
