import type { ChangeResult, StateChange } from '../../shared/applications-table.ts';

/** The stored applications. */
export interface Applications {
  /** Changes the record if the condition of the change holds. */
  change(change: StateChange): Promise<ChangeResult>;
}
