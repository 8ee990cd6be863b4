import type { DecisionReason, Verdict } from '../../../api/types.generated.ts';
import type { EndedReviewState, ReviewReason, ReviewState } from '../../../events/states.ts';

/** A reviewer's lease on a review; it ends at `until` (ISO 8601 in UTC). */
export interface Claim {
  readonly reviewer: string;
  readonly until: string;
}

export interface ReviewDecision {
  readonly decision: Verdict;
  /** Missing if the decision was sent with the task token, outside the API, and without a name. */
  readonly reviewer?: string;
  readonly at: string;
  readonly reasonCode?: DecisionReason;
  readonly comment?: string;
  /** Questions to the applicant, if the decision is RETURN. */
  readonly questions?: readonly string[];
}

/** A decision that is noted in the ledger but not yet confirmed by the workflow. Only the first note is accepted. */
export interface Intent extends ReviewDecision {
  readonly reviewer: string;
  /** The entry's `tokenFingerprint` at the time of the decision. A later token may belong to another run. */
  readonly tokenFingerprint: string;
  /** ARN of the execution that waits for this decision. */
  readonly run: string;
  /** The people whose decisions together make this one, if the review requires two; the last of them is `reviewer`. */
  readonly reviewers?: readonly string[];
  /** How often the application had been returned before this decision. Undefined in entries of earlier versions: 0. */
  readonly round?: number;
}

/** One person's decision on a review that requires two people. It is not sent to the workflow. */
export interface IndependentDecision extends ReviewDecision {
  readonly reviewer: string;
  /** The key of the request that made it. */
  readonly idempotencyKey?: string;
}

/**
 * DECIDED_FIRST: the first of two required decisions. DISAGREED: the second decision differs from the first. INSUFFICIENT: a
 * decision that was sent with the task token named fewer people than the review requires, so the workflow refused it.
 * RETURN_REFUSED: the application could not be returned once more, so the workflow refused it.
 */
const AUDITED = [
  'CLAIMED',
  'RELEASED',
  'ASSIGNED',
  'TAKEN_OVER',
  'DECIDED_FIRST',
  'DISAGREED',
  'DECIDED',
  'WITHDRAWN',
  'INSUFFICIENT',
  'RETURN_REFUSED',
] as const;

export interface AuditItem {
  readonly at: string;
  readonly what: (typeof AUDITED)[number];
  /** User who acted; "unknown" for a decision that was sent with the task token and without a name. */
  readonly who: string;
  /** User to whom the review was assigned, or from whom it was taken. */
  readonly whom?: string;
}

/**
 * An item of the review ledger: receive-reviews creates it, decide-reviews updates it. Times are ISO 8601 in UTC with
 * milliseconds. The task token of the request is a secret, so it is in a table of its own, `review-tokens`.
 */
export interface ReviewEntry {
  readonly applicationId: string;
  readonly state: ReviewState;
  /** Hash of the task token of the latest request. It says whether a request is still the latest one. */
  readonly tokenFingerprint: string;
  /** The token itself. Only entries of earlier versions have it; the next request removes it. */
  readonly taskToken?: string;
  readonly reasons: readonly ReviewReason[];
  readonly requestedAt: string;
  /** Orders requests with the same `requestedAt`. Undefined in entries of earlier versions. */
  readonly attempt?: number;
  readonly dueAt: string;
  readonly reviewDeadline: string;
  readonly receivedAt: string;
  /** ARN of the execution that requested the review. Undefined in entries of earlier versions. */
  readonly run?: string;
  /** Number of different people who must decide. Undefined in entries of earlier versions: one. */
  readonly decisionsRequired?: number;
  /** How often the application had been returned before this review. Undefined in entries of earlier versions: 0. */
  readonly round?: number;
  readonly closedAt?: string;
  /** 1 for a new entry; each write adds 1. */
  readonly version: number;
  readonly claim?: Claim;
  readonly deciding?: Intent;
  readonly decision?: ReviewDecision;
  /** The decisions of a review that requires two people, in their order, without the last one. They are of `run`. */
  readonly decisions?: readonly IndependentDecision[];
  readonly audit?: readonly AuditItem[];
  readonly remindedAt?: string;
  readonly escalatedAt?: string;
  /** Time at which the comments were erased. Nothing changes the entry any more. */
  readonly erasedAt?: string;
}

/** A review request of the workflow, as it is stored in the ledger. */
export type PendingReview = Pick<
  ReviewEntry,
  | 'applicationId'
  | 'tokenFingerprint'
  | 'reasons'
  | 'requestedAt'
  | 'dueAt'
  | 'reviewDeadline'
  | 'receivedAt'
  | 'run'
  | 'decisionsRequired'
  | 'round'
> & { readonly attempt: number };

/** The members of an entry that identify its latest request and find its task token. */
export type RequestInEntry = Pick<ReviewEntry, 'applicationId' | 'tokenFingerprint' | 'taskToken'>;

/** A request to close the pending review of an application. */
export interface Closing {
  readonly applicationId: string;
  /** Closes only the review with this request, or a review that was requested at or before this time. */
  readonly review: RequestInEntry | { readonly requestedBy: Date };
  readonly state: EndedReviewState;
  readonly now: Date;
  /** The decision in the application's record. Stored only if the entry has no decision yet. */
  readonly decision?: RunDecision | undefined;
}

/** Says that a reminder (`remindedAt`) or an escalation (`escalatedAt`) was sent for a review with this due date. */
export interface Prompted {
  readonly applicationId: string;
  readonly dueAt: string;
  readonly mark: 'remindedAt' | 'escalatedAt';
  readonly now: Date;
}

/** A decision that the run accepted, read from the record or from the run's history. */
export interface RunDecision {
  readonly decision: Verdict;
  readonly reviewer?: string;
  readonly comment?: string;
  readonly at: string;
}

export const STATE_AFTER = {
  APPROVE: 'REVIEW_APPROVED',
  REJECT: 'REVIEW_REJECTED',
  RETURN: 'REVIEW_RETURNED',
} as const satisfies Record<Verdict, ReviewState>;
