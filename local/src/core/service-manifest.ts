import type { BilledUnits } from './billed-units.ts';
import type { ResourceTypes } from './cloudformation/resource-type.ts';
import type { RequirementTable } from './policy/requirement.ts';

/**
 * What a service's folder contributes besides the service itself: the CloudFormation types it creates, the IAM
 * permissions that its actions need, and what its requests cost.
 */
export interface ServiceManifest {
  /** Service prefix of its IAM actions, e.g. `events`. */
  readonly name: string;
  readonly resourceTypes: ResourceTypes;
  /** Required permissions by API action. If a service has no table, roles cannot call it. */
  readonly permissions?: RequirementTable;
  /** Units that one successful request is billed for. Services that count units in their own code do not set this. */
  readonly billedUnits?: BilledUnits;
}
