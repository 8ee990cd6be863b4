import { MAX_PAGE_SIZE } from '../../../api/limits.ts';
import { REVIEW_SORTS } from '../../../api/reason-codes.ts';
import type { ReviewSort } from '../../../api/types.generated.ts';
import { APPLICATION_STATES, REVIEW_REASONS, REVIEW_STATES, type ReviewReason } from '../../../events/states.ts';
import type { HttpEvent } from '../../shared/http/event.ts';
import { refuse } from '../../shared/http/problem.ts';

const DEFAULT_LIMIT = 25;
const ID_PREFIX = /^[A-Za-z0-9._-]{1,64}$/;

/** Filters of the list of applications. A cursor is valid only with the filters of the page that returned it. */
export interface ApplicationsQuestion {
  /** The states to list, in this order. */
  readonly states: readonly string[];
}

export interface ReviewsQuestion {
  readonly states: readonly string[];
  readonly sort: ReviewSort;
  readonly reason?: ReviewReason;
  readonly claimedBy?: string;
  /** Beginning of the application's id. */
  readonly q?: string;
}

type Query = NonNullable<HttpEvent['queryStringParameters']>;

/** @throws ProblemError 400 */
export function readApplicationsQuestion(query: Query): ApplicationsQuestion {
  return { states: statesIn(query, APPLICATION_STATES) };
}

/** @throws ProblemError 400 */
export function readReviewsQuestion(query: Query): ReviewsQuestion {
  const { claimedBy, q } = query;
  if (q !== undefined && !ID_PREFIX.test(q)) return refuse('q', 'q must be the beginning of an application id.');
  if (claimedBy === '') return refuse('claimedBy', 'claimedBy must be a user name.');
  const reason = query.reason === undefined ? undefined : oneOf('reason', query.reason, REVIEW_REASONS);
  return {
    states: statesIn(query, REVIEW_STATES),
    sort: query.sort === undefined ? 'requestedAt' : oneOf('sort', query.sort, REVIEW_SORTS),
    ...(reason === undefined ? {} : { reason }),
    ...(claimedBy === undefined ? {} : { claimedBy }),
    ...(q === undefined ? {} : { q }),
  };
}

/** @throws ProblemError 400 */
export function readLimit({ limit }: Query): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  const number = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  return number >= 1 && number <= MAX_PAGE_SIZE ? number : refuse('limit', `limit must be 1 to ${MAX_PAGE_SIZE}.`);
}

const statesIn = ({ state }: Query, allowed: readonly string[]): readonly string[] =>
  state === undefined ? allowed : [oneOf('state', state, allowed)];

function oneOf<Name extends string>(field: string, value: string, allowed: readonly Name[]): Name {
  return allowed.find((name) => name === value) ?? refuse(field, `${field} must be one of ${allowed.join(', ')}.`);
}
