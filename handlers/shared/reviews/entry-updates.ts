import type { Closing, PendingReview, Prompted, ReviewEntry } from './entry.ts';
import { both, compare, type EntryUpdate, either, hasEnded, isMissing, isPending } from './expressions.ts';

/** Replaces the token in a pending entry and keeps its due date. A noted decision is later finished with the new token. */
export function exchangeToken({ applicationId, dueAt, ...request }: PendingReview): EntryUpdate {
  return {
    applicationId,
    set: request,
    setIfMissing: { dueAt },
    condition: both(isPending, compare('requestedAt', '<', request.requestedAt)),
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

/** Creates an entry, or starts a new review in an entry whose review has ended; only the audit list is kept. */
export function beginReview({ applicationId, ...request }: PendingReview): EntryUpdate {
  const hasEndedBefore = both(hasEnded, compare('requestedAt', '<', request.requestedAt));
  return {
    applicationId,
    set: { ...request, state: 'PENDING' },
    remove: LEFT_BY_EARLIER_REVIEW,
    condition: either(isMissing('applicationId'), hasEndedBefore),
  };
}

export function closeReview({ applicationId, requestedBy, state, now, decision }: Closing): EntryUpdate {
  return {
    applicationId,
    set: { state, closedAt: now.toISOString() },
    setIfMissing: decision === undefined ? {} : { decision },
    condition: both(isPending, compare('requestedAt', '<=', requestedBy.toISOString())),
  };
}

export function markPrompted({ applicationId, dueAt, mark, now }: Prompted): EntryUpdate {
  return {
    applicationId,
    set: { [mark]: now.toISOString() },
    condition: both(isPending, compare('dueAt', '=', dueAt)),
  };
}
