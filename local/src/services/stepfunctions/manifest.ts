import type { ServiceManifest } from '../../core/service-manifest.ts';
import { STATES_REQUIREMENTS } from './permissions.ts';
import { STEP_FUNCTIONS_TYPES } from './resources.ts';

export const stepFunctionsManifest: ServiceManifest = {
  name: 'states',
  resourceTypes: STEP_FUNCTIONS_TYPES,
  permissions: STATES_REQUIREMENTS,
};
