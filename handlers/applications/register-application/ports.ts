import type { ApplicationRecord } from '../../shared/application-record.ts';

/** The stored applications. */
export interface Applications {
  /** Stores a record unless there is one under its id, and answers the one that is stored. */
  createOnce(record: ApplicationRecord): Promise<ApplicationRecord>;
  /** False when the record no longer belongs to that execution. */
  takeOver(record: ApplicationRecord, formerExecutionArn: string): Promise<boolean>;
}

/** Where an execution stands; MISSING when Step Functions does not, or no longer, know it. */
export type ExecutionStatus =
  | 'RUNNING'
  | 'PENDING_REDRIVE'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'MISSING';

export type StatusOfExecution = (executionArn: string) => Promise<ExecutionStatus>;
