import type { ServiceManifest } from '../../core/service-manifest.ts';
import { snsBilledUnits } from './billed-units.ts';
import { SNS_REQUIREMENTS } from './permissions.ts';
import { SNS_TYPES } from './resources.ts';

export const snsManifest: ServiceManifest = {
  name: 'sns',
  resourceTypes: SNS_TYPES,
  permissions: SNS_REQUIREMENTS,
  billedUnits: snsBilledUnits,
};
