import { arnIn, as } from '../../core/policy/requirement.ts';
import type { ServiceManifest } from '../../core/service-manifest.ts';
import { APPSYNC_TYPES } from './resources.ts';

export const appsyncManifest: ServiceManifest = {
  name: 'appsync',
  resourceTypes: APPSYNC_TYPES,
  permissions: { GraphQL: as('appsync:GraphQL', arnIn('FieldArn')) },
};
