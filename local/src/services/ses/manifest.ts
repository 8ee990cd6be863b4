import type { ServiceManifest } from '../../core/service-manifest.ts';
import { sesBilledUnits } from './billed-units.ts';
import { SES_REQUIREMENTS } from './permissions.ts';

export const sesManifest: ServiceManifest = {
  name: 'ses',
  resourceTypes: {},
  permissions: SES_REQUIREMENTS,
  billedUnits: sesBilledUnits,
};
