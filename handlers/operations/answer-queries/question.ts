import { MAX_PAGE_SIZE, REVIEW_SEARCH_TEXT } from '../../../api/limits.ts';
import { REVIEW_SORTS, REVIEW_STATE_FILTERS, SORT_ORDERS } from '../../../api/reason-codes.ts';
import type { ReviewSort } from '../../../api/types.generated.ts';
import {
  APPLICATION_STATES,
  isOpenReview,
  OPEN_REVIEW_STATES,
  REVIEW_REASONS,
  REVIEW_STATES,
  type ReviewReason,
} from '../../../events/states.ts';
import type { HttpEvent } from '../../shared/http/event.ts';
import { refuse } from '../../shared/http/problem.ts';

const DEFAULT_LIMIT = 25;

/** Filters of the list of applications. A cursor is valid only with the filters of the page that returned it. */
export interface ApplicationsQuestion {
  /** The states to list: one group for each state. */
  readonly groups: readonly (readonly string[])[];
}

export interface ReviewsQuestion {
  /** The states to list; the reviews of one group are sorted together. Open reviews come first. */
  readonly groups: readonly (readonly string[])[];
  readonly sort: ReviewSort;
  readonly isDescending: boolean;
  readonly reason?: ReviewReason;
  readonly claimedBy?: string;
  /** True: only reviews without a claim, or with a claim that is over. */
  readonly unclaimed?: true;
  /** Part of the application's id, or of the name of the reviewer who has claimed the review. */
  readonly q?: string;
}

type Query = NonNullable<HttpEvent['queryStringParameters']>;

/** @throws ProblemError 400 */
export function readApplicationsQuestion(query: Query): ApplicationsQuestion {
  const { state } = query;
  const states = state === undefined ? APPLICATION_STATES : [oneOf('state', state, APPLICATION_STATES)];
  return { groups: states.map((name) => [name]) };
}

/** @throws ProblemError 400 */
export function readReviewsQuestion(query: Query): ReviewsQuestion {
  const { claimedBy, q } = query;
  if (q !== undefined && !REVIEW_SEARCH_TEXT.test(q))
    return refuse('q', 'q must be a part of an application id or of a user name.');
  if (claimedBy === '') return refuse('claimedBy', 'claimedBy must be a user name.');
  const reason = query.reason === undefined ? undefined : oneOf('reason', query.reason, REVIEW_REASONS);
  return {
    groups: reviewGroups(query),
    sort: query.sort === undefined ? 'requestedAt' : oneOf('sort', query.sort, REVIEW_SORTS),
    isDescending: query.order !== undefined && oneOf('order', query.order, SORT_ORDERS) === 'desc',
    ...(reason === undefined ? {} : { reason }),
    ...(claimedBy === undefined ? {} : { claimedBy }),
    ...(isTrue('unclaimed', query.unclaimed) ? { unclaimed: true } : {}),
    ...(q === undefined ? {} : { q }),
  };
}

/** @throws ProblemError 400 */
export function readLimit({ limit }: Query): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  const number = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  return number >= 1 && number <= MAX_PAGE_SIZE ? number : refuse('limit', `limit must be 1 to ${MAX_PAGE_SIZE}.`);
}

const ENDED_REVIEW_STATES = REVIEW_STATES.filter((state) => !isOpenReview(state));

function reviewGroups({ state }: Query): readonly (readonly string[])[] {
  if (state === undefined) return [OPEN_REVIEW_STATES, ...ENDED_REVIEW_STATES.map((name) => [name])];
  const filter = oneOf('state', state, REVIEW_STATE_FILTERS);
  switch (filter) {
    case 'OPEN':
      return [OPEN_REVIEW_STATES];
    case 'DONE':
      return [ENDED_REVIEW_STATES];
    default:
      return [[filter]];
  }
}

function isTrue(field: string, value: string | undefined): boolean {
  return value !== undefined && oneOf(field, value, ['true', 'false']) === 'true';
}

function oneOf<Name extends string>(field: string, value: string, allowed: readonly Name[]): Name {
  return allowed.find((name) => name === value) ?? refuse(field, `${field} must be one of ${allowed.join(', ')}.`);
}
