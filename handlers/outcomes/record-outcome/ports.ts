import type { ChangeResult, StateChange } from '../../shared/applications-table.ts';

/** The stored applications. */
export interface Applications {
  /** Makes a change if it is allowed. */
  change(change: StateChange): Promise<ChangeResult>;
}
