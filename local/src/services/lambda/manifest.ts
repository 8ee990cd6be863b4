import type { ServiceManifest } from '../../core/service-manifest.ts';
import { LAMBDA_REQUIREMENTS } from './permissions.ts';
import { LAMBDA_TYPES } from './resources.ts';

export const lambdaManifest: ServiceManifest = {
  name: 'lambda',
  resourceTypes: LAMBDA_TYPES,
  permissions: LAMBDA_REQUIREMENTS,
};
