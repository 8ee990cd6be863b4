import type { ServiceManifest } from '../../core/service-manifest.ts';
import { STS_REQUIREMENTS } from './permissions.ts';

export const stsManifest: ServiceManifest = {
  name: 'sts',
  resourceTypes: {},
  permissions: STS_REQUIREMENTS,
};
