import type { ReviewState } from '../../../events/states.ts';

export interface Closing {
  readonly applicationId: string;
  /** A review requested later than this stays open. */
  readonly requestedBy: Date;
  readonly state: Exclude<ReviewState, 'PENDING'>;
  readonly now: Date;
}

export interface Ledger {
  /** False when there is no such pending review. */
  close(closing: Closing): Promise<boolean>;
}
