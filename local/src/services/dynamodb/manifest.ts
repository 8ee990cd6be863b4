import type { ServiceManifest } from '../../core/service-manifest.ts';
import { DYNAMODB_REQUIREMENTS } from './permissions.ts';
import { DYNAMODB_TYPES } from './resources.ts';

export const dynamodbManifest: ServiceManifest = {
  name: 'dynamodb',
  resourceTypes: DYNAMODB_TYPES,
  permissions: DYNAMODB_REQUIREMENTS,
};
