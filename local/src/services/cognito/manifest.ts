import type { ServiceManifest } from '../../core/service-manifest.ts';
import { COGNITO_TYPES } from './resources.ts';

export const cognitoManifest: ServiceManifest = {
  name: 'cognito-idp',
  resourceTypes: COGNITO_TYPES,
};
