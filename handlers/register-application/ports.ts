import type { ApplicationRecord } from '../shared/application-record.ts';

/** The stored applications; writes answer false when their condition does not hold. */
export interface Applications {
  find(id: string): Promise<ApplicationRecord | undefined>;
  create(record: ApplicationRecord): Promise<boolean>;
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
