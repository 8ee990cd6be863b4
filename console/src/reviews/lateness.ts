import type { Review, ReviewDecision } from '../../../api/types.generated.ts';

export interface Lateness {
  /** The time that the decision has missed; the deadline, if it has missed both. */
  readonly missed: 'due' | 'deadline';
  readonly byMs: number;
}

/** By how much a decision has missed the review's due date or deadline. Undefined if it was in time. */
export const latenessOf = (
  { at }: Pick<ReviewDecision, 'at'>,
  { dueAt, deadline }: Pick<Review, 'dueAt' | 'deadline'>,
): Lateness | undefined => {
  const afterDeadlineMs = Date.parse(at) - Date.parse(deadline);
  if (afterDeadlineMs > 0) return { missed: 'deadline', byMs: afterDeadlineMs };
  const afterDueMs = Date.parse(at) - Date.parse(dueAt);
  return afterDueMs > 0 ? { missed: 'due', byMs: afterDueMs } : undefined;
};
