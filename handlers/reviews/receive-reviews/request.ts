import { REVIEW_REASONS, type ReviewReason } from '../../../events/states.ts';

/** The body of a message in the review queue. */
export interface ReviewRequest {
  readonly taskToken: string;
  readonly applicationId: string;
  readonly reasons: readonly ReviewReason[];
  /** ISO 8601 in UTC, normalized to milliseconds, because entries compare these times as text. */
  readonly requestedAt: string;
}

/** Thrown for a message that is not a review request. It moves to the dead-letter queue; other messages are not affected. */
class MalformedReviewRequestError extends Error {
  override readonly name = 'MalformedReviewRequestError';
}

/** @throws MalformedReviewRequestError */
export function parseReviewRequest(body: string): ReviewRequest {
  const { taskToken, applicationId, reasons, requestedAt } = parseObject(body);
  const time = typeof requestedAt === 'string' ? Date.parse(requestedAt) : Number.NaN;
  if (typeof taskToken !== 'string' || taskToken === '') throw malformed('taskToken must be a task token');
  if (typeof applicationId !== 'string' || applicationId === '') throw malformed('applicationId must be an id');
  if (!areReasons(reasons)) throw malformed('reasons must be a list of NAME and ADDRESS');
  if (Number.isNaN(time)) throw malformed('requestedAt must be a UTC time such as 2026-01-31T12:00:00.000Z');
  return { taskToken, applicationId, reasons, requestedAt: new Date(time).toISOString() };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    throw new MalformedReviewRequestError('A review request must be JSON.', { cause: error });
  }
  throw malformed('it must be an object');
}

function areReasons(value: unknown): value is ReviewReason[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => REVIEW_REASONS.includes(item));
}

function malformed(what: string): MalformedReviewRequestError {
  return new MalformedReviewRequestError(`Not a review request: ${what}.`);
}
