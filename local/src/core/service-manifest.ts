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
  /** By API action. Roles cannot call a service that has no table. */
  readonly permissions?: RequirementTable;
  /** Units that one successful request is billed for. Services that meter inside their own code have none. */
  readonly billedUnits?: BilledUnits;
}
