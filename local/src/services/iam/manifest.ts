import type { ServiceManifest } from '../../core/service-manifest.ts';
import { IAM_REQUIREMENTS } from './permissions.ts';
import { IAM_TYPES } from './resources.ts';

export const iamManifest: ServiceManifest = {
  name: 'iam',
  resourceTypes: IAM_TYPES,
  permissions: IAM_REQUIREMENTS,
};
