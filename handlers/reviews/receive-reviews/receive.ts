import { isDecided } from '../../../events/states.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ViewApplication } from '../../shared/reviews/ports.ts';
import type { IncomingReviewLedger } from './ports.ts';
import { parseReviewRequest } from './request.ts';

export interface Ports {
  readonly viewApplication: ViewApplication;
  readonly ledger: IncomingReviewLedger;
  readonly dueAfterSeconds: number;
  readonly now: Clock;
}

/** Thrown when the record a review is about does not say until when it may be decided. */
export class ReviewWithoutDeadlineError extends Error {
  override readonly name = 'ReviewWithoutDeadlineError';
}

export interface Received {
  readonly applicationId: string;
  /** ENDED: the message came so late that the workflow has ended the review already. */
  readonly result: 'STORED' | 'KNOWN' | 'ENDED';
}

/**
 * Moves one review request from the queue into the ledger. Safe to repeat and indifferent to order.
 * @throws MalformedReviewRequestError, ReviewWithoutDeadlineError
 */
export async function receiveReview(ports: Ports, body: string): Promise<Received> {
  const request = parseReviewRequest(body);
  const application = await ports.viewApplication(request.applicationId);
  if (application !== undefined && isDecided(application.state)) {
    return { applicationId: request.applicationId, result: 'ENDED' };
  }
  const reviewDeadline = application?.reviewDeadline;
  if (reviewDeadline === undefined) {
    throw new ReviewWithoutDeadlineError(`Application ${request.applicationId} has no review deadline on record.`);
  }
  const receivedAt = ports.now().toISOString();
  const dueAt = dueDate(request.requestedAt, ports.dueAfterSeconds, reviewDeadline);
  const result = await ports.ledger.keepNewest({ ...request, dueAt, reviewDeadline, receivedAt });
  return { applicationId: request.applicationId, result };
}

/** Never after the deadline: then nobody can decide any more. */
function dueDate(requestedAt: string, dueAfterSeconds: number, reviewDeadline: string): string {
  const dueMs = Date.parse(requestedAt) + dueAfterSeconds * 1000;
  return new Date(Math.min(dueMs, Date.parse(reviewDeadline))).toISOString();
}
