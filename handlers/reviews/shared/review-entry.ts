import type { ReviewReason, ReviewState } from '../../../events/states.ts';

/** An item of the review ledger. Times are ISO 8601 in UTC with milliseconds. The token is a secret: never log it. */
export interface ReviewEntry {
  readonly applicationId: string;
  readonly state: ReviewState;
  readonly taskToken: string;
  readonly reasons: readonly ReviewReason[];
  /** When the workflow asked. It asks again, with a new token, when it thinks the request was lost: the latest counts. */
  readonly requestedAt: string;
  /** When it should be decided: counted from the first request, however often the workflow asks again. */
  readonly dueAt: string;
  readonly reviewDeadline: string;
  readonly receivedAt: string;
  readonly closedAt?: string;
  /** Counts the writes, from 1; the decision service writes on condition of it. */
  readonly version: number;
  /** A decision that is noted, and not yet known to have reached the workflow. */
  readonly deciding?: { readonly at: string };
}
