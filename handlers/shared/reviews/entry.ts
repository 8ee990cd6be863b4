import type { ReasonCode, Verdict } from '../../../api/types.generated.ts';
import type { ReviewReason, ReviewState } from '../../../events/states.ts';

/** Who holds a review, and until when. It is nobody's once that time has come. */
export interface Claim {
  readonly reviewer: string;
  readonly until: string;
}

export interface ReviewDecision {
  readonly decision: Verdict;
  /** Missing when it was sent by hand with the token and without a name. */
  readonly reviewer?: string;
  readonly at: string;
  readonly reasonCode?: ReasonCode;
  readonly comment?: string;
}

/** A decision that is noted and not yet known to have reached the workflow. The first one noted counts. */
export interface Intent extends ReviewDecision {
  readonly reviewer: string;
  /** Of the token it was made for: another token may belong to another run. */
  readonly tokenFingerprint: string;
  /** The run whose review it decides. */
  readonly run: string;
}

export const AUDITED = ['CLAIMED', 'RELEASED', 'ASSIGNED', 'TAKEN_OVER', 'DECIDED', 'WITHDRAWN'] as const;

export interface AuditItem {
  readonly at: string;
  readonly what: (typeof AUDITED)[number];
  /** Who did it. */
  readonly who: string;
  /** Whom it was given to, or taken from. */
  readonly whom?: string;
}

/**
 * An item of the ledger, as the review worker makes it and the decision service goes on with it. Times are ISO 8601 in
 * UTC with milliseconds. The token is a secret: it leaves the ledger for Step Functions only.
 */
export interface ReviewEntry {
  readonly applicationId: string;
  readonly state: ReviewState;
  readonly taskToken: string;
  readonly reasons: readonly ReviewReason[];
  readonly requestedAt: string;
  readonly dueAt: string;
  readonly reviewDeadline: string;
  readonly receivedAt: string;
  readonly closedAt?: string;
  /** Counts the writes, from 1. */
  readonly version: number;
  readonly claim?: Claim;
  readonly deciding?: Intent;
  readonly decision?: ReviewDecision;
  readonly audit?: readonly AuditItem[];
  readonly remindedAt?: string;
  readonly escalatedAt?: string;
}

/** A request of the workflow, as it is to stand in the ledger. */
export type PendingReview = Pick<
  ReviewEntry,
  'applicationId' | 'taskToken' | 'reasons' | 'requestedAt' | 'dueAt' | 'reviewDeadline' | 'receivedAt'
>;

/** How the pending review of an application has ended. */
export interface Closing {
  readonly applicationId: string;
  /** A review requested later than this stays open. */
  readonly requestedBy: Date;
  readonly state: Exclude<ReviewState, 'PENDING'>;
  readonly now: Date;
  /** Who decided, as the application's record has it. It does not replace what the decision service has written. */
  readonly decision?: RunDecision | undefined;
}

/** A reminder (`remindedAt`) or an escalation (`escalatedAt`) that was sent about a pending review with this due date. */
export interface Prompted {
  readonly applicationId: string;
  readonly dueAt: string;
  readonly mark: 'remindedAt' | 'escalatedAt';
  readonly now: Date;
}

/** What a run has decided, as the record or the history of the run tells it. */
export interface RunDecision {
  readonly decision: Verdict;
  readonly reviewer?: string;
  readonly comment?: string;
  readonly at: string;
}

export const STATE_AFTER = { APPROVE: 'REVIEW_APPROVED', REJECT: 'REVIEW_REJECTED' } as const satisfies Record<
  Verdict,
  ReviewState
>;
