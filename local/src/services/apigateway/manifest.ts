import type { ServiceManifest } from '../../core/service-manifest.ts';
import { HTTP_API_TYPES } from './http/resources.ts';
import { REST_API_TYPES } from './rest/resources.ts';

export const apiGatewayManifest: ServiceManifest = {
  name: 'apigateway',
  resourceTypes: { ...HTTP_API_TYPES, ...REST_API_TYPES },
};
