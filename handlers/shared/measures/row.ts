/** One person's decision on a review. Times are ISO 8601 in UTC. */
export interface CountedDecision {
  readonly decision: string;
  readonly at: string;
  /** Missing if the decision was sent with the task token and without a name. */
  readonly reviewer?: string;
  readonly reasonCode?: string;
  /** When this reviewer last claimed the review, or got it assigned, before the decision. */
  readonly heldAt?: string;
}

/** A review that ended. Members that the case file does not have are missing. */
export interface ReviewRow {
  readonly kind: 'review';
  /** When the review ended. */
  readonly at: string;
  readonly state: string;
  readonly reasons: readonly string[];
  readonly requestedAt?: string;
  readonly dueAt?: string;
  /** When somebody first held the review: by a claim, or by an assignment. */
  readonly claimedAt?: string;
  /** The decisions that count, in their order. */
  readonly decisions: readonly CountedDecision[];
  /** The decision that ended the review; missing if the review ended without one. */
  readonly final?: CountedDecision;
}

/** An application that reached a final state. */
export interface ApplicationRow {
  readonly kind: 'application';
  readonly at: string;
  readonly state: string;
  readonly isReviewed: boolean;
}

/** What the measures count. It has no applicant's data. */
export type MeasureRow = ReviewRow | ApplicationRow;

/** A row with its key: the day of `at` in UTC, and an id that is the same for each delivery of the same change. */
export type KeyedRow = MeasureRow & { readonly day: string; readonly id: string };

/** The row of the change that made `version` of an item. */
export function keyed(row: MeasureRow, applicationId: string, version: number): KeyedRow {
  return { ...row, day: dayOf(row.at), id: `${row.kind}#${applicationId}#${version}` };
}

/** The day of a time in UTC, such as 2026-01-31. */
export const dayOf = (at: string): string => at.slice(0, 10);
