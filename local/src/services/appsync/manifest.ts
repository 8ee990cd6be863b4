import type { ServiceManifest } from '../../core/service-manifest.ts';
import { APPSYNC_TYPES } from './resources.ts';

export const appsyncManifest: ServiceManifest = {
  name: 'appsync',
  resourceTypes: APPSYNC_TYPES,
};
