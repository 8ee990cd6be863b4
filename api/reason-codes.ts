import type { ExecutionStatus, ReasonCode, ReplayFate, ReviewSort, Verdict } from './types.generated.ts';

// The values of the enumerations in openapi.v1.json that programs list or check; a test compares them with the document.

/** What a reviewer decides. */
export const VERDICTS = ['APPROVE', 'REJECT'] as const satisfies readonly Verdict[];

/** Why a reviewer rejects. */
export const REASON_CODES = [
  'IDENTITY_NOT_CONFIRMED',
  'ADDRESS_NOT_CONFIRMED',
  'DUPLICATE_APPLICANT',
  'OTHER',
] as const satisfies readonly ReasonCode[];

/** By what a list of reviews is ordered, earliest first. */
export const REVIEW_SORTS = ['requestedAt', 'dueAt'] as const satisfies readonly ReviewSort[];

/** Where an execution stands; those that need somebody come first. */
export const EXECUTION_STATUSES = [
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
  'RUNNING',
  'SUCCEEDED',
] as const satisfies readonly ExecutionStatus[];

/** What a replay does with an event. */
export const REPLAY_FATES = [
  'NEW',
  'AGAIN',
  'ANNOUNCED',
  'IN_HAND',
  'DECIDED',
  'INVALID',
] as const satisfies readonly ReplayFate[];
