import type { ServiceManifest } from '../../core/service-manifest.ts';
import { LOGS_REQUIREMENTS } from './permissions.ts';
import { LOGS_TYPES } from './resources.ts';

export const logsManifest: ServiceManifest = {
  name: 'logs',
  resourceTypes: LOGS_TYPES,
  permissions: LOGS_REQUIREMENTS,
};
