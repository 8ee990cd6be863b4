import type {
  BulkResult,
  DecisionReason,
  ErasureReason,
  ExecutionStatus,
  FinalVerdict,
  Identifying,
  ReasonCode,
  ReplayFate,
  ReturnReason,
  ReviewSort,
  ReviewStateFilter,
  SortOrder,
  Verdict,
} from './types.generated.ts';

// Values of the enumerations in openapi.v1.json, as constants for code. A test compares these constants with the
// document.

/** Members of an application by which other applications of the same person are found. */
export const IDENTIFYING = ['NAME', 'ADDRESS', 'EMAIL'] as const satisfies readonly Identifying[];

/** A reviewer's decisions. */
export const VERDICTS = ['APPROVE', 'REJECT', 'RETURN'] as const satisfies readonly Verdict[];

/** Decisions that end an application. */
export const FINAL_VERDICTS = ['APPROVE', 'REJECT'] as const satisfies readonly FinalVerdict[];

/** A reviewer's reasons for a rejection. */
export const REASON_CODES = [
  'IDENTITY_NOT_CONFIRMED',
  'ADDRESS_NOT_CONFIRMED',
  'DUPLICATE_APPLICANT',
  'OTHER',
] as const satisfies readonly ReasonCode[];

/** A reviewer's reasons to return an application to the applicant. */
export const RETURN_REASONS = [
  'NAME_UNCLEAR',
  'ADDRESS_UNCLEAR',
  'DATA_MISSING',
  'OTHER',
] as const satisfies readonly ReturnReason[];

/** A reviewer's reasons for a rejection or a return. */
export const DECISION_REASONS = [
  'IDENTITY_NOT_CONFIRMED',
  'ADDRESS_NOT_CONFIRMED',
  'DUPLICATE_APPLICANT',
  'NAME_UNCLEAR',
  'ADDRESS_UNCLEAR',
  'DATA_MISSING',
  'OTHER',
] as const satisfies readonly DecisionReason[];

/** Grounds for which an applicant's data is erased, in the order of GDPR, article 17 (1). */
export const ERASURE_REASONS = [
  'CONSENT_WITHDRAWN',
  'NO_LONGER_NEEDED',
  'OBJECTION',
  'UNLAWFUL_PROCESSING',
  'LEGAL_OBLIGATION',
] as const satisfies readonly ErasureReason[];

/** The members of a review by which a list can be sorted. */
export const REVIEW_SORTS = ['requestedAt', 'dueAt'] as const satisfies readonly ReviewSort[];

/** Orders of a list that is sorted by time. */
export const SORT_ORDERS = ['asc', 'desc'] as const satisfies readonly SortOrder[];

/**
 * Values by which a list of reviews can be filtered. OPEN: every state in which a review can be decided. DONE: every state
 * in which it has ended.
 */
export const REVIEW_STATE_FILTERS = [
  'OPEN',
  'DONE',
  'PENDING',
  'PENDING_SECOND',
  'PENDING_SUPERVISOR',
  'REVIEW_APPROVED',
  'REVIEW_REJECTED',
  'REVIEW_RETURNED',
  'REVIEW_EXPIRED',
] as const satisfies readonly ReviewStateFilter[];

/** Statuses of an execution; those that need an operator come first. */
export const EXECUTION_STATUSES = [
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
  'RUNNING',
  'SUCCEEDED',
] as const satisfies readonly ExecutionStatus[];

/**
 * Effects of a replay on an event's application. NEW: its first run starts. AGAIN: a new run starts, because the
 * earlier run failed. ANNOUNCED: the outcome's event is sent again. AMENDS: the amendment answers an open request. REFUSED:
 * nobody asked for the amendment. IN_HAND (its run is active), DECIDED (or the amendment is known) and INVALID (the event
 * has no valid application): no effect.
 */
export const REPLAY_FATES = [
  'NEW',
  'AGAIN',
  'ANNOUNCED',
  'IN_HAND',
  'DECIDED',
  'INVALID',
  'AMENDS',
  'REFUSED',
] as const satisfies readonly ReplayFate[];

/** Results of a bulk decision for one review; those that mean a recorded decision come first. */
export const BULK_RESULTS = [
  'DONE',
  'NEEDS_SECOND',
  'NEEDS_SUPERVISOR',
  'CHANGED',
  'HELD',
  'DECIDED',
  'EXPIRED',
  'NOT_YOURS',
  'NOT_FOUND',
  'TRY_AGAIN',
] as const satisfies readonly BulkResult[];
