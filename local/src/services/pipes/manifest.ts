import type { ServiceManifest } from '../../core/service-manifest.ts';
import { PIPES_REQUIREMENTS } from './permissions.ts';
import { PIPES_TYPES } from './resources.ts';

export const pipesManifest: ServiceManifest = {
  name: 'pipes',
  resourceTypes: PIPES_TYPES,
  permissions: PIPES_REQUIREMENTS,
};
