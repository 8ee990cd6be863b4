import type { Review, ReviewReason } from '../../../api/types.generated.ts';
import { isOpenReview, REVIEW_REASONS } from '../../../events/states.ts';

export const TABS = ['all', 'mine', 'unassigned', 'done'] as const;
export type Tab = (typeof TABS)[number];

export const SORTS = ['dueAt', 'requestedAt', 'deadline', 'applicationId'] as const;
type Sort = (typeof SORTS)[number];

/** Filter, order and page of the inbox. They are in the URL, so that a link opens the same view. */
export interface InboxView {
  readonly tab: Tab;
  readonly q: string;
  readonly reason: ReviewReason | undefined;
  readonly sort: Sort;
  readonly isDescending: boolean;
  /** Page number, starting at 1. */
  readonly page: number;
}

export const PAGE_SIZE = 25;

const oneOf = <Name extends string>(names: readonly Name[], text: string | null): Name | undefined =>
  names.find((name) => name === text);

/** Parses the query string. Missing and invalid parameters get their defaults. */
export const readView = (query: URLSearchParams): InboxView => {
  const page = Number(query.get('page'));
  return {
    tab: oneOf(TABS, query.get('tab')) ?? 'all',
    q: query.get('q') ?? '',
    reason: oneOf(REVIEW_REASONS, query.get('reason')),
    sort: oneOf(SORTS, query.get('sort')) ?? 'dueAt',
    isDescending: query.get('order') === 'desc',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
};

/** The view as a query string. Members with their default value are omitted. */
export const writeView = ({ tab, q, reason, sort, isDescending, page }: InboxView): URLSearchParams => {
  const said: readonly (readonly [string, string | undefined])[] = [
    ['tab', tab === 'all' ? undefined : tab],
    ['q', q === '' ? undefined : q],
    ['reason', reason],
    ['sort', sort === 'dueAt' ? undefined : sort],
    ['order', isDescending ? 'desc' : undefined],
    ['page', page === 1 ? undefined : String(page)],
  ];
  return new URLSearchParams(
    said.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  );
};

const BELONGS: Readonly<Record<Tab, (review: Review, me: string, nowMs: number) => boolean>> = {
  all: () => true,
  mine: ({ claim }, me, nowMs) => claim?.reviewer === me && Date.parse(claim.until) > nowMs,
  unassigned: ({ claim }, _, nowMs) => claim === undefined || Date.parse(claim.until) <= nowMs,
  done: () => true,
};

/** The reviews that match the view's filter, in the view's order. */
export const select = (
  reviews: readonly Review[],
  view: InboxView,
  { me, nowMs }: { readonly me: string; readonly nowMs: number },
): readonly Review[] => {
  const wanted = view.q.trim().toLowerCase();
  const belongs = BELONGS[view.tab];
  const found = reviews.filter(
    (review) =>
      belongs(review, me, nowMs) &&
      (view.reason === undefined || review.reasons.includes(view.reason)) &&
      (wanted === '' ||
        review.applicationId.toLowerCase().includes(wanted) ||
        (review.claim?.reviewer.toLowerCase().includes(wanted) ?? false)),
  );
  const sign = view.isDescending ? -1 : 1;
  const keyOf = (review: Review): string => review[view.sort];
  return found.sort((left, right) => {
    const a = keyOf(left);
    const b = keyOf(right);
    return a === b ? (left.applicationId < right.applicationId ? -1 : 1) : a < b ? -sign : sign;
  });
};

/** The next (`step` 1) or previous (`step` -1) pending review that no other reviewer has claimed. */
export const neighbour = (
  reviews: readonly Review[],
  id: string,
  step: 1 | -1,
  { me, nowMs }: { readonly me: string; readonly nowMs: number },
): string | undefined => {
  const isFree = ({ applicationId, claim, state }: Review) =>
    applicationId === id ||
    (isOpenReview(state) && (claim === undefined || claim.reviewer === me || Date.parse(claim.until) <= nowMs));
  const ids = reviews
    .filter(isFree)
    .toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1))
    .map(({ applicationId }) => applicationId);
  const at = ids.indexOf(id);
  return at === -1 ? ids[0] : ids[at + step];
};
