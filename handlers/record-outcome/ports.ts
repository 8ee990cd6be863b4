import type { ApplicationRecord } from '../shared/application-record.ts';
import type { StateChange } from '../shared/applications-table.ts';

/** The stored applications; `change` answers the changed record, or nothing when the change is not allowed. */
export interface Applications {
  find(id: string): Promise<ApplicationRecord | undefined>;
  change(change: StateChange): Promise<ApplicationRecord | undefined>;
}
