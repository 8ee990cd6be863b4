import type { ApplicationRecord } from '../../shared/application-record.ts';

export interface Applications {
  /** Stores a record if its id is new. Returns the record that is then in the table: this one or an earlier one. */
  createOnce(record: ApplicationRecord): Promise<ApplicationRecord>;
  /** Replaces the record. Returns false if the stored record no longer belongs to `formerExecutionArn`. */
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
