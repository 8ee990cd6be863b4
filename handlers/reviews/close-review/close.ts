import { parseReviewEnd, type ReviewEnd } from '../../../events/outgoing.ts';
import type { ReviewState } from '../../../events/states.ts';
import type { ApplicationView } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ReviewDecision } from '../../shared/reviews/entry.ts';
import type { ViewApplication } from '../../shared/reviews/ports.ts';
import type { ClosableReviewLedger } from './ports.ts';

export interface Ports {
  readonly viewApplication: ViewApplication;
  readonly ledger: ClosableReviewLedger;
  readonly now: Clock;
}

export interface Closed {
  readonly applicationId: string;
  /**
   * NOTHING: the application has no pending review that was requested before the outcome. This is the usual result,
   * because most applications are approved without a review.
   */
  readonly result: 'CLOSED' | 'NOTHING';
}

const ENDS_AS = {
  INFORMATION_REQUESTED: 'REVIEW_RETURNED',
  APPROVED: 'REVIEW_APPROVED',
  REJECTED: 'REVIEW_REJECTED',
  REVIEW_EXPIRED: 'REVIEW_EXPIRED',
} as const satisfies Record<ReviewEnd['outcome'], ReviewState>;

/**
 * Closes the pending review of an application after an outcome event. A repeated or replayed event never closes a
 * review that was requested after the outcome.
 * @throws TypeError if `detail` is not the detail of InformationRequested, ApplicationApproved, ApplicationRejected or
 *   ReviewExpired
 */
export async function closeReview(ports: Ports, detail: unknown): Promise<Closed> {
  const end = parseReviewEnd(detail);
  if (end === undefined) {
    throw new TypeError(
      'The detail is not a valid detail of InformationRequested, ApplicationApproved, ApplicationRejected or ReviewExpired.',
    );
  }
  const { applicationId, outcome, occurredAt } = end;
  const decided =
    outcome === 'REVIEW_EXPIRED' ? undefined : decisionIn(await ports.viewApplication(applicationId), end);
  const isClosed = await ports.ledger.close({
    applicationId,
    review: { requestedBy: new Date(occurredAt) },
    state: ENDS_AS[outcome],
    now: ports.now(),
    decision: decided === undefined ? undefined : { ...decided, at: occurredAt },
  });
  return { applicationId, result: isClosed ? 'CLOSED' : 'NOTHING' };
}

/** The decision that the outcome announces, as the record has it. */
function decisionIn(
  application: ApplicationView | undefined,
  end: ReviewEnd,
): Pick<ReviewDecision, 'decision' | 'reviewer' | 'comment'> | undefined {
  if (end.outcome !== 'INFORMATION_REQUESTED') return application?.decision;
  const request = application?.informationRequests?.[end.round - 1];
  if (request === undefined) return undefined;
  const { reviewer, comment } = request;
  return {
    decision: 'RETURN',
    ...(reviewer === undefined ? {} : { reviewer }),
    ...(comment === undefined ? {} : { comment }),
  };
}
