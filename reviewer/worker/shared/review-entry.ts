import type { ReviewReason, ReviewState } from '../../../events/states.ts';

/** An item of the review ledger. Times are ISO 8601 in UTC with milliseconds. The token is a secret: never log it. */
export interface ReviewEntry {
  readonly applicationId: string;
  readonly state: ReviewState;
  readonly taskToken: string;
  readonly reasons: readonly ReviewReason[];
  /** When the workflow asked. It asks again, with a new token, when it thinks the request was lost: the latest counts. */
  readonly requestedAt: string;
  readonly reviewDeadline: string;
  readonly receivedAt: string;
  readonly closedAt?: string;
}
