import type { AuditItem, Closing, PendingReview, Prompted, ReviewEntry } from './entry.ts';
import { both, type Condition, compare, type EntryUpdate, either, hasEnded, isMissing, isOpen } from './expressions.ts';

/**
 * Condition: the request in the entry is earlier than this request. Requests of the same time are ordered by `attempt`.
 * Entries of earlier versions have no `attempt`; in them any other token of the same time counts as earlier.
 */
function hasEarlierRequest({
  requestedAt,
  attempt,
  taskToken,
}: Pick<PendingReview, 'requestedAt' | 'attempt' | 'taskToken'>): Condition {
  const isEarlierAttempt = either(
    compare('attempt', '<', attempt),
    both(isMissing('attempt'), compare('taskToken', '<>', taskToken)),
  );
  return either(
    compare('requestedAt', '<', requestedAt),
    both(compare('requestedAt', '=', requestedAt), isEarlierAttempt),
  );
}

/** A review request with the audit items that it adds to the entry. */
export type IncomingReview = PendingReview & { readonly audited?: readonly AuditItem[] };

/**
 * Replaces the token in an open entry of the same run and keeps its due date and its first decisions. A noted decision is
 * later finished with the new token.
 */
export function exchangeToken({ applicationId, dueAt, audited = [], ...request }: IncomingReview): EntryUpdate {
  const { run } = request;
  const isOfThisRun = run === undefined ? isMissing('run') : either(isMissing('run'), compare('run', '=', run));
  return {
    applicationId,
    set: request,
    setIfMissing: { dueAt },
    audited,
    condition: both(both(isOpen, isOfThisRun), hasEarlierRequest(request)),
  };
}

/**
 * Replaces the token in an open entry of an earlier run. The first decisions were made about the earlier submission, so they
 * are removed; a noted decision stays, because only decide-reviews can tell its reviewer that it was withdrawn.
 */
export function exchangeRun({ applicationId, dueAt, audited = [], ...request }: IncomingReview): EntryUpdate {
  return {
    applicationId,
    set: { ...request, state: 'PENDING' },
    setIfMissing: { dueAt },
    remove: ['decisions'],
    audited,
    condition: both(isOpen, hasEarlierRequest(request)),
  };
}

const LEFT_BY_EARLIER_REVIEW = [
  'closedAt',
  'claim',
  'deciding',
  'decision',
  'decisions',
  'remindedAt',
  'escalatedAt',
] as const satisfies readonly (keyof ReviewEntry)[];

/** Creates an entry, or starts a new review in an ended entry. An ended entry keeps only its audit list. */
export function beginReview({ applicationId, audited = [], ...request }: IncomingReview): EntryUpdate {
  const hasEndedBefore = both(hasEnded, hasEarlierRequest(request));
  return {
    applicationId,
    set: { ...request, state: 'PENDING' },
    remove: LEFT_BY_EARLIER_REVIEW,
    audited,
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
    condition: both(isOpen, isMeant),
  };
}

export function markPrompted({ applicationId, dueAt, mark, now }: Prompted): EntryUpdate {
  return {
    applicationId,
    set: { [mark]: now.toISOString() },
    condition: both(isOpen, compare('dueAt', '=', dueAt)),
  };
}
