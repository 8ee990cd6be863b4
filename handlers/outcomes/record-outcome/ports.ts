import type { ChangeResult, StateChange } from '../../shared/applications-table.ts';

export interface Applications {
  /** Changes the record if it has one of the states `from` and belongs to `executionArn`. */
  change(change: StateChange): Promise<ChangeResult>;
}
