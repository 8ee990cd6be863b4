import type { ServiceManifest } from '../../core/service-manifest.ts';
import { sqsBilledUnits } from './billed-units.ts';
import { SQS_REQUIREMENTS } from './permissions.ts';
import { SQS_TYPES } from './resources.ts';

export const sqsManifest: ServiceManifest = {
  name: 'sqs',
  resourceTypes: SQS_TYPES,
  permissions: SQS_REQUIREMENTS,
  billedUnits: sqsBilledUnits,
};
