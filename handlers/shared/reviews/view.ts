import type { Review, Verdict } from '../../../api/types.generated.ts';
import { type Claim, type ReviewDecision, type ReviewEntry, STATE_AFTER } from './entry.ts';

/** A review as it may leave the ledger: never with its token. */
export function itemOf(entry: ReviewEntry, now: Date): Review {
  const { applicationId, state, reasons, requestedAt, dueAt, reviewDeadline, version } = entry;
  const claim = heldClaim(entry, now);
  const decision = decisionOf(entry);
  return {
    applicationId,
    state,
    reasons,
    requestedAt,
    dueAt,
    deadline: reviewDeadline,
    ...(claim === undefined ? {} : { claim }),
    ...(decision === undefined ? {} : { decision }),
    version,
  };
}

/** The claim that keeps others away now, if there is one. */
export function heldClaim({ state, claim }: ReviewEntry, now: Date): Claim | undefined {
  return state === 'PENDING' && claim !== undefined && Date.parse(claim.until) > now.getTime() ? claim : undefined;
}

/**
 * How a review that has ended was decided. When the workflow's answer closed the entry before the service that decided
 * it could, the note it made still has the reason and the comment.
 */
export function decisionOf({ state, decision, deciding }: ReviewEntry): ReviewDecision | undefined {
  if (state === 'PENDING' || deciding === undefined) return decision;
  const isOurs = decision === undefined || isSame(deciding, decision);
  return isOurs && state === STATE_AFTER[deciding.decision] ? withoutBinding(deciding) : decision;
}

export function withoutBinding({ decision, reviewer, at, reasonCode, comment }: ReviewDecision): ReviewDecision {
  return {
    decision,
    ...(reviewer === undefined ? {} : { reviewer }),
    at,
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** True when it is the same person's same decision. */
export function isSame(
  left: { readonly decision: Verdict; readonly reviewer?: string },
  right: { readonly decision: Verdict; readonly reviewer?: string },
): boolean {
  return left.decision === right.decision && left.reviewer === right.reviewer;
}
