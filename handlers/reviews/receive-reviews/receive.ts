import { isDecided } from '../../../events/states.ts';
import type { QueuedMessage } from '../../shared/batch.ts';
import type { Clock } from '../../shared/clock.ts';
import type { AuditItem } from '../../shared/reviews/entry.ts';
import type { ViewApplication } from '../../shared/reviews/ports.ts';
import type { IncomingReviewLedger } from './ports.ts';
import { type InsufficientDecision, parseReviewRequest } from './request.ts';

export interface Ports {
  readonly viewApplication: ViewApplication;
  readonly ledger: IncomingReviewLedger;
  readonly dueAfterSeconds: number;
  readonly now: Clock;
}

/** Thrown if the application's record has no review deadline. */
class ReviewWithoutDeadlineError extends Error {
  override readonly name = 'ReviewWithoutDeadlineError';
}

export interface Received {
  readonly applicationId: string;
  /**
   * ENDED: the application has an outcome already, or was returned to the applicant after this request. SUPERSEDED: the application now belongs to another run than the one
   * that sent the message. In both cases nothing is stored.
   */
  readonly result: 'STORED' | 'KNOWN' | 'ENDED' | 'SUPERSEDED';
}

/**
 * Stores one review request of the queue in the ledger. Repeated requests and requests in any order give the same
 * entry.
 * @throws MalformedReviewRequestError, ReviewWithoutDeadlineError
 */
export async function receiveReview(
  ports: Ports,
  message: Pick<QueuedMessage, 'body' | 'attributes'>,
): Promise<Received> {
  const { executionArn, insufficient, round, ...request } = parseReviewRequest(message);
  const { applicationId } = request;
  const application = await ports.viewApplication(applicationId);
  if (application !== undefined && isDecided(application.state)) return { applicationId, result: 'ENDED' };
  if (application !== undefined && executionArn !== undefined && application.executionArn !== executionArn) {
    return { applicationId, result: 'SUPERSEDED' };
  }
  if (round < (application?.informationRequests?.length ?? 0)) return { applicationId, result: 'ENDED' };
  const reviewDeadline = application?.reviewDeadline;
  if (reviewDeadline === undefined) {
    throw new ReviewWithoutDeadlineError(`Application ${applicationId} has no review deadline on record.`);
  }
  const receivedAt = ports.now().toISOString();
  const dueAt = dueDate(request.requestedAt, ports.dueAfterSeconds, reviewDeadline);
  const review = {
    ...request,
    dueAt,
    reviewDeadline,
    receivedAt,
    decisionsRequired: application?.decisionsRequired ?? 1,
    ...(round === 0 ? {} : { round }),
    ...(executionArn === undefined ? {} : { run: executionArn }),
    ...(insufficient === undefined ? {} : { audited: [auditOf(insufficient, request.requestedAt)] }),
  };
  return { applicationId, result: await ports.ledger.keepNewest(review) };
}

const auditOf = ({ reviewer = 'unknown', isReturn }: InsufficientDecision, at: string): AuditItem => ({
  at,
  what: isReturn ? 'RETURN_REFUSED' : 'INSUFFICIENT',
  who: reviewer,
});

/** The due date, ISO 8601. It is never after the deadline, because a review cannot be decided after its deadline. */
function dueDate(requestedAt: string, dueAfterSeconds: number, reviewDeadline: string): string {
  const dueMs = Date.parse(requestedAt) + dueAfterSeconds * 1000;
  return new Date(Math.min(dueMs, Date.parse(reviewDeadline))).toISOString();
}
