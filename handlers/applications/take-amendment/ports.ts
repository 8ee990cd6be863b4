import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { ChangeResult, StateChange } from '../../shared/applications-table.ts';

export interface Applications {
  /** Strongly consistent read. */
  find(id: string): Promise<ApplicationRecord | undefined>;
  /** Changes the record if it has one of the states `from`, this version, and belongs to `executionArn`. */
  change(change: StateChange): Promise<ChangeResult>;
}

/** Continues the run that waits for the applicant. GONE: the run has no token, or its token is no longer valid. */
export type Continue = (applicationId: string) => Promise<'CONTINUED' | 'GONE'>;
