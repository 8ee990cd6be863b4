import type { ReviewState } from '../../../events/states.ts';
import type { RecordedDecision } from '../shared/applications-view.ts';

export interface Closing {
  readonly applicationId: string;
  /** A review requested later than this stays open. */
  readonly requestedBy: Date;
  readonly state: Exclude<ReviewState, 'PENDING'>;
  readonly now: Date;
  /** Who decided, as the record has it. It does not replace what the decision service has written. */
  readonly decision: (RecordedDecision & { readonly at: string }) | undefined;
}

export interface Ledger {
  /** False when there is no such pending review. */
  close(closing: Closing): Promise<boolean>;
}
