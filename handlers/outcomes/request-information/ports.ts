import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { ChangeResult, StateChange } from '../../shared/applications-table.ts';

export interface Applications {
  /** Strongly consistent read. */
  find(id: string): Promise<ApplicationRecord | undefined>;
  /** Changes the record if it has one of the states `from`, this version, and belongs to `executionArn`. */
  change(change: StateChange): Promise<ChangeResult>;
}

/** The token of a run that waits for the applicant. */
interface WaitingRun {
  readonly applicationId: string;
  /** A secret: it is sent only to Step Functions. */
  readonly taskToken: string;
  readonly deadline: Date;
}

/** Stores the token for the function take-amendment, which alone may read it. Replaces an earlier token. */
export type KeepToken = (waiting: WaitingRun) => Promise<void>;
