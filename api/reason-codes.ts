import type { ExecutionStatus, ReasonCode, ReplayFate, ReviewSort, Verdict } from './types.generated.ts';

// Values of the enumerations in openapi.v1.json, for code that lists or checks them. A test compares them with the document.

/** A reviewer's decisions. */
export const VERDICTS = ['APPROVE', 'REJECT'] as const satisfies readonly Verdict[];

/** A reviewer's reasons for a rejection. */
export const REASON_CODES = [
  'IDENTITY_NOT_CONFIRMED',
  'ADDRESS_NOT_CONFIRMED',
  'DUPLICATE_APPLICANT',
  'OTHER',
] as const satisfies readonly ReasonCode[];

/** Times by which a list of reviews can be sorted, earliest first. */
export const REVIEW_SORTS = ['requestedAt', 'dueAt'] as const satisfies readonly ReviewSort[];

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
 * Effects of a replay on an event's application. NEW: starts its first run. AGAIN: starts another run after a failed one.
 * ANNOUNCED: publishes the outcome again. No effect: IN_HAND (its run is active), DECIDED, INVALID (the event has no
 * valid application).
 */
export const REPLAY_FATES = [
  'NEW',
  'AGAIN',
  'ANNOUNCED',
  'IN_HAND',
  'DECIDED',
  'INVALID',
] as const satisfies readonly ReplayFate[];
