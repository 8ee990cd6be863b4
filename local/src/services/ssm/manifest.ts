import type { ServiceManifest } from '../../core/service-manifest.ts';
import { SSM_REQUIREMENTS } from './permissions.ts';
import { SSM_TYPES } from './resources.ts';

export const ssmManifest: ServiceManifest = {
  name: 'ssm',
  resourceTypes: SSM_TYPES,
  permissions: SSM_REQUIREMENTS,
};
