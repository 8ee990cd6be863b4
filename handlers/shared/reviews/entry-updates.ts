import type { AuditItem, Closing, PendingReview, Prompted, RequestInEntry, ReviewEntry } from './entry.ts';
import { both, type Condition, compare, type EntryUpdate, either, hasEnded, isMissing, isOpen } from './expressions.ts';
import { fingerprintOf } from './token-fingerprint.ts';

/**
 * Condition: the request in the entry is earlier than this request. Requests of the same time are ordered by `attempt`.
 * Entries of earlier versions have no `attempt`; in them any other token of the same time counts as earlier.
 */
function hasEarlierRequest({
  requestedAt,
  attempt,
  taskToken,
}: Pick<IncomingReview, 'requestedAt' | 'attempt' | 'taskToken'>): Condition {
  const isEarlierAttempt = either(
    compare('attempt', '<', attempt),
    both(isMissing('attempt'), compare('taskToken', '<>', taskToken)),
  );
  return either(
    compare('requestedAt', '<', requestedAt),
    both(compare('requestedAt', '=', requestedAt), isEarlierAttempt),
  );
}

const LEFT_BY_EARLIER_REVIEW = [
  'taskToken',
  'closedAt',
  'claim',
  'deciding',
  'decision',
  'decisions',
  'remindedAt',
  'escalatedAt',
] as const satisfies readonly (keyof ReviewEntry)[];

/** A review request with its task token and the audit items that it adds to the entry. */
export interface IncomingReview extends Omit<PendingReview, 'tokenFingerprint'> {
  readonly taskToken: string;
  readonly audited?: readonly AuditItem[];
}

/** The members of a request that its entry stores: the hash of the token instead of the token. */
const stored = <Members extends Pick<IncomingReview, 'taskToken'>>({ taskToken, ...members }: Members) => ({
  ...members,
  tokenFingerprint: fingerprintOf(taskToken),
});

/**
 * Replaces the token in an open entry of the same run and round and keeps its due date and its first decisions. A noted decision is
 * later finished with the new token.
 */
export function exchangeToken({ applicationId, dueAt, audited = [], ...request }: IncomingReview): EntryUpdate {
  return {
    applicationId,
    set: stored(request),
    setIfMissing: { dueAt },
    remove: ['taskToken'],
    audited,
    condition: both(both(both(isOpen, isOfRun(request)), isOfRound(request)), hasEarlierRequest(request)),
  };
}

const isOfRun = ({ run }: Pick<PendingReview, 'run'>): Condition =>
  run === undefined ? isMissing('run') : either(isMissing('run'), compare('run', '=', run));

const isOfRound = ({ round = 0 }: Pick<PendingReview, 'round'>): Condition =>
  round === 0 ? either(isMissing('round'), compare('round', '=', 0)) : compare('round', '=', round);

/**
 * Starts a new review in an open entry of an earlier round of the same run. The earlier review ended by a return, of which
 * the ledger has not been told yet; a decision that is still noted is the return, or came after it.
 */
export function exchangeRound({ applicationId, audited = [], ...request }: IncomingReview): EntryUpdate {
  const { round = 0 } = request;
  const isOfEarlierRound = either(isMissing('round'), compare('round', '<', round));
  return {
    applicationId,
    set: { ...stored(request), state: 'PENDING' },
    remove: LEFT_BY_EARLIER_REVIEW,
    audited,
    condition: both(both(both(isOpen, isOfRun(request)), isOfEarlierRound), hasEarlierRequest(request)),
  };
}

/**
 * Replaces the token in an open entry of an earlier run. The first decisions were made about the earlier submission, so they
 * are removed; a noted decision stays, because only decide-reviews can tell its reviewer that it was withdrawn.
 */
export function exchangeRun({ applicationId, dueAt, audited = [], ...request }: IncomingReview): EntryUpdate {
  return {
    applicationId,
    set: { ...stored(request), state: 'PENDING' },
    setIfMissing: { dueAt },
    remove: ['taskToken', 'decisions'],
    audited,
    condition: both(isOpen, hasEarlierRequest(request)),
  };
}

/** Creates an entry, or starts a new review in an ended entry. An ended entry keeps only its audit list. */
export function beginReview({ applicationId, audited = [], ...request }: IncomingReview): EntryUpdate {
  const hasEndedBefore = both(hasEnded, hasEarlierRequest(request));
  return {
    applicationId,
    set: { ...stored(request), state: 'PENDING' },
    remove: LEFT_BY_EARLIER_REVIEW,
    audited,
    condition: either(isMissing('applicationId'), hasEndedBefore),
  };
}

export function closeReview({ applicationId, review, state, now, decision }: Closing): EntryUpdate {
  const isMeant =
    'requestedBy' in review ? compare('requestedAt', '<=', review.requestedBy.toISOString()) : hasRequest(review);
  return {
    applicationId,
    set: { state, closedAt: now.toISOString() },
    setIfMissing: decision === undefined ? {} : { decision },
    condition: both(isOpen, isMeant),
  };
}

const hasRequest = ({ tokenFingerprint, taskToken }: RequestInEntry): Condition =>
  taskToken === undefined ? compare('tokenFingerprint', '=', tokenFingerprint) : compare('taskToken', '=', taskToken);

export function markPrompted({ applicationId, dueAt, mark, now }: Prompted): EntryUpdate {
  return {
    applicationId,
    set: { [mark]: now.toISOString() },
    condition: both(isOpen, compare('dueAt', '=', dueAt)),
  };
}
