import type { Review, Verdict } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { type Claim, type ReviewDecision, type ReviewEntry, STATE_AFTER } from './entry.ts';

/** Whether the second person sees the first decision before deciding. */
export interface Blindness {
  readonly secondSeesFirst: boolean;
}

/**
 * A review as the API returns it: without the task token, and without the first decision while the second person must
 * not see it.
 */
export function itemOf(entry: ReviewEntry, now: Date, { secondSeesFirst }: Blindness): Review {
  const { applicationId, state, reasons, requestedAt, dueAt, reviewDeadline, escalatedAt, version } = entry;
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
    decisionsRequired: entry.decisionsRequired ?? 1,
    ...(state === 'PENDING_SECOND' || state === 'PENDING_SUPERVISOR' ? { decidedBy: decidedBy(entry) } : {}),
    ...(state === 'PENDING_SECOND' && !secondSeesFirst ? {} : decisionsIn(entry, decision)),
    ...(escalatedAt === undefined ? {} : { escalatedAt }),
    version,
  };
}

const decidedBy = ({ decisions = [] }: ReviewEntry): readonly string[] => decisions.map(({ reviewer }) => reviewer);

/** The decision of each person, if two are required. */
function decisionsIn({ decisions = [] }: ReviewEntry, final: ReviewDecision | undefined): Pick<Review, 'decisions'> {
  if (decisions.length === 0) return {};
  const all = final === undefined ? decisions : [...decisions, final];
  return { decisions: all.map(withoutBinding) };
}

/** The claim that is valid at `now`, if there is one. */
export function heldClaim({ state, claim }: ReviewEntry, now: Date): Claim | undefined {
  return isOpenReview(state) && claim !== undefined && Date.parse(claim.until) > now.getTime() ? claim : undefined;
}

/**
 * The decision of an ended review. The outcome event may close the entry before decide-reviews confirms its decision.
 * Only the note has the reason code and the comment then, so this function returns the note.
 */
export function decisionOf({ state, decision, deciding }: ReviewEntry): ReviewDecision | undefined {
  if (isOpenReview(state) || deciding === undefined) return decision;
  const isOurs = decision === undefined || isSame(deciding, decision);
  return isOurs && state === STATE_AFTER[deciding.decision] ? withoutBinding(deciding) : decision;
}

/** A decision without the members that bind an Intent to its token and run. */
export function withoutBinding(noted: ReviewDecision): ReviewDecision {
  const { decision, reviewer, at, reasonCode, comment, questions } = noted;
  return {
    decision,
    ...(reviewer === undefined ? {} : { reviewer }),
    at,
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(comment === undefined ? {} : { comment }),
    ...(questions === undefined ? {} : { questions }),
  };
}

/** True if both are the same decision of the same reviewer. */
export function isSame(
  left: { readonly decision: Verdict; readonly reviewer?: string },
  right: { readonly decision: Verdict; readonly reviewer?: string },
): boolean {
  return left.decision === right.decision && left.reviewer === right.reviewer;
}
