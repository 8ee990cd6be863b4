import type { ApplicationRecord } from '../../shared/application-record.ts';

/** The stored applications. */
export interface Applications {
  /** Stores a record if its id is new. Returns the stored record: this one or the earlier one. */
  createOnce(record: ApplicationRecord): Promise<ApplicationRecord>;
  /** False if the stored record no longer belongs to `formerExecutionArn`. */
  takeOver(record: ApplicationRecord, formerExecutionArn: string): Promise<boolean>;
}

/** Status of an execution; MISSING if Step Functions does not know it. */
export type ExecutionStatus =
  | 'RUNNING'
  | 'PENDING_REDRIVE'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'MISSING';

export type StatusOfExecution = (executionArn: string) => Promise<ExecutionStatus>;
