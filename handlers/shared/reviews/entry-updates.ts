import type { Closing, PendingReview, Prompted, ReviewEntry } from './entry.ts';
import {
  both,
  type Condition,
  compare,
  type EntryUpdate,
  either,
  hasEnded,
  isMissing,
  isPending,
} from './expressions.ts';

/**
 * Condition: the request in the entry is earlier than this request. Requests of the same time are ordered by `attempt`.
 * Entries of earlier versions have no `attempt`; in them any other token of the same time counts as earlier.
 */
function hasEarlierRequest({
  requestedAt,
  attempt,
  taskToken,
}: Omit<PendingReview, 'applicationId' | 'dueAt'>): Condition {
  const isEarlierAttempt = either(
    compare('attempt', '<', attempt),
    both(isMissing('attempt'), compare('taskToken', '<>', taskToken)),
  );
  return either(
    compare('requestedAt', '<', requestedAt),
    both(compare('requestedAt', '=', requestedAt), isEarlierAttempt),
  );
}

/** Replaces the token in a pending entry and keeps its due date. A noted decision is later sent with the new token. */
export function exchangeToken({ applicationId, dueAt, ...request }: PendingReview): EntryUpdate {
  return {
    applicationId,
    set: request,
    setIfMissing: { dueAt },
    condition: both(isPending, hasEarlierRequest(request)),
  };
}

const LEFT_BY_EARLIER_REVIEW = [
  'closedAt',
  'claim',
  'deciding',
  'decision',
  'remindedAt',
  'escalatedAt',
] as const satisfies readonly (keyof ReviewEntry)[];

/** Creates an entry, or starts a new review in an ended entry. An ended entry keeps only its audit list. */
export function beginReview({ applicationId, ...request }: PendingReview): EntryUpdate {
  const hasEndedBefore = both(hasEnded, hasEarlierRequest(request));
  return {
    applicationId,
    set: { ...request, state: 'PENDING' },
    remove: LEFT_BY_EARLIER_REVIEW,
    condition: either(isMissing('applicationId'), hasEndedBefore),
  };
}

export function closeReview({ applicationId, review, state, now, decision }: Closing): EntryUpdate {
  const isMeant =
    'taskToken' in review
      ? compare('taskToken', '=', review.taskToken)
      : compare('requestedAt', '<=', review.requestedBy.toISOString());
  return {
    applicationId,
    set: { state, closedAt: now.toISOString() },
    setIfMissing: decision === undefined ? {} : { decision },
    condition: both(isPending, isMeant),
  };
}

export function markPrompted({ applicationId, dueAt, mark, now }: Prompted): EntryUpdate {
  return {
    applicationId,
    set: { [mark]: now.toISOString() },
    condition: both(isPending, compare('dueAt', '=', dueAt)),
  };
}
