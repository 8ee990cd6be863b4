import { MAX_BULK_ITEMS } from '../../../api/limits.ts';
import { FINAL_VERDICTS } from '../../../api/reason-codes.ts';
import { APPLICATION_ID } from '../../../events/application-id.ts';
import { refuse } from '../http/problem.ts';
import { type DecisionCommand, readDecision } from './command.ts';

/** One review of a bulk decision, with the version that the reviewer has seen. */
export interface SeenReview {
  readonly applicationId: string;
  readonly version: number;
}

/** A decision on several reviews, as requested through the API. */
export interface BulkRequest {
  readonly items: readonly SeenReview[];
  readonly decision: Pick<DecisionCommand, 'decision' | 'reasonCode' | 'comment'>;
}

/** Reads the body of a bulk decision. @throws ProblemError 400 that names the field and what it allows */
export function readBulkRequest(body: Readonly<Record<string, unknown>>): BulkRequest {
  const { items, count, ...decision } = body;
  const seen = readSeenReviews(items);
  if (count !== seen.length)
    return refuse('count', `count must be the number of items, which is ${seen.length}: nothing was decided.`);
  const read = readDecision(decision);
  if (read.decision === 'RETURN')
    return refuse('decision', `The decision on several reviews must be one of ${FINAL_VERDICTS.join(' and ')}.`);
  return { items: seen, decision: read };
}

/** Reads a list of different reviews. @throws ProblemError 400 */
export function readSeenReviews(items: unknown): readonly SeenReview[] {
  if (!Array.isArray(items) || items.length === 0 || items.length > MAX_BULK_ITEMS)
    return refuse('items', `items must be a list of 1 to ${MAX_BULK_ITEMS} reviews.`);
  const seen = items.map(readItem);
  const ids = new Set(seen.map(({ applicationId }) => applicationId));
  if (ids.size < seen.length) return refuse('items', 'items must not contain the same applicationId twice.');
  return seen;
}

function readItem(item: unknown, index: number): SeenReview {
  const { applicationId, version }: Readonly<Record<string, unknown>> = Object(item);
  if (typeof applicationId !== 'string' || !APPLICATION_ID.test(applicationId))
    return refuse(`items.${index}.applicationId`, 'applicationId must be the id of an application.');
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    return refuse(`items.${index}.version`, 'version must be the version of the review, for example 3.');
  return { applicationId, version };
}
