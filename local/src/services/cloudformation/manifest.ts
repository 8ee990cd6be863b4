import type { ServiceManifest } from '../../core/service-manifest.ts';
import { WAIT_TYPES } from './resources.ts';

export const cloudFormationManifest: ServiceManifest = {
  name: 'cloudformation',
  resourceTypes: WAIT_TYPES,
};
