import type { ServiceManifest } from '../../core/service-manifest.ts';
import { SCHEDULER_REQUIREMENTS } from './permissions.ts';
import { SCHEDULER_TYPES } from './resources.ts';

export const schedulerManifest: ServiceManifest = {
  name: 'scheduler',
  resourceTypes: SCHEDULER_TYPES,
  permissions: SCHEDULER_REQUIREMENTS,
};
