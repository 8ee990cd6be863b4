import { REVIEW_REASONS, type ReviewReason } from '../../../events/states.ts';
import type { QueuedMessage } from '../../shared/batch.ts';

/** A message of the review queue. */
export interface ReviewRequest {
  readonly taskToken: string;
  readonly applicationId: string;
  readonly reasons: readonly ReviewReason[];
  /** ISO 8601 in UTC, normalized to milliseconds, because entries compare these times as text. */
  readonly requestedAt: string;
  /** The run that waits for the decision. Undefined if the run uses an earlier workflow definition. */
  readonly executionArn: string | undefined;
  /**
   * Orders requests with the same `requestedAt`: each has its own token, and only the latest token is valid. Messages
   * of an earlier workflow definition have no attempt; it is then the time at which SQS accepted the message (epoch
   * milliseconds).
   */
  readonly attempt: number;
  /**
   * Present if the workflow requests the review again because a decision, sent with the task token, named fewer people than
   * the review requires, or returned the application too often.
   */
  readonly insufficient: InsufficientDecision | undefined;
  /** How often the application was returned before. Messages of an earlier workflow definition have none: 0. */
  readonly round: number;
}

export interface InsufficientDecision {
  readonly isReturn: boolean;
  /** Missing if the decision named nobody. At most 200 characters. */
  readonly reviewer?: string;
}

const MAX_REVIEWER_LENGTH = 200;

/** Thrown for a message that is not a review request. After its retries the message moves to the dead-letter queue. */
class MalformedReviewRequestError extends Error {
  override readonly name = 'MalformedReviewRequestError';
}

/** @throws MalformedReviewRequestError */
export function parseReviewRequest({ body, attributes }: Pick<QueuedMessage, 'body' | 'attributes'>): ReviewRequest {
  const members = parseObject(body);
  const { taskToken, applicationId, reasons, requestedAt, executionArn } = members;
  const { attempt = Number(attributes.SentTimestamp), round = 0 } = members;
  const time = typeof requestedAt === 'string' ? Date.parse(requestedAt) : Number.NaN;
  if (typeof taskToken !== 'string' || taskToken === '') throw malformed('taskToken must be a task token');
  if (typeof applicationId !== 'string' || applicationId === '') throw malformed('applicationId must be an id');
  if (!areReasons(reasons)) throw malformed('reasons must be a list of NAME and ADDRESS');
  if (Number.isNaN(time)) throw malformed('requestedAt must be a UTC time such as 2026-01-31T12:00:00.000Z');
  if (executionArn !== undefined && typeof executionArn !== 'string') throw malformed('executionArn must be an ARN');
  if (typeof attempt !== 'number' || !Number.isSafeInteger(attempt)) throw malformed('attempt must be a whole number');
  if (typeof round !== 'number' || !Number.isSafeInteger(round)) throw malformed('round must be a whole number');
  return {
    taskToken,
    applicationId,
    reasons,
    requestedAt: new Date(time).toISOString(),
    executionArn,
    attempt,
    insufficient: insufficientIn(members.insufficientDecision),
    round,
  };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    throw new MalformedReviewRequestError('A review request must be JSON.', { cause: error });
  }
  throw malformed('the body must be a JSON object');
}

/** The workflow sends null if there is no such decision. Only the name is kept; it is not validated by the workflow. */
function insufficientIn(value: unknown): InsufficientDecision | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const reviewer = 'reviewer' in value ? value.reviewer : undefined;
  const isReturn = 'decision' in value && value.decision === 'RETURN';
  return { isReturn, ...(typeof reviewer === 'string' ? { reviewer: reviewer.slice(0, MAX_REVIEWER_LENGTH) } : {}) };
}

function areReasons(value: unknown): value is ReviewReason[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => REVIEW_REASONS.includes(item));
}

function malformed(what: string): MalformedReviewRequestError {
  return new MalformedReviewRequestError(`Not a review request: ${what}.`);
}
