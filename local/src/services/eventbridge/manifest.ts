import type { ServiceManifest } from '../../core/service-manifest.ts';
import { eventsBilledUnits } from './billed-units.ts';
import { DESTINATION_TYPES } from './destination-resources.ts';
import { EVENTS_REQUIREMENTS } from './permissions.ts';
import { EVENTS_TYPES } from './resources.ts';

export const eventbridgeManifest: ServiceManifest = {
  name: 'events',
  resourceTypes: { ...EVENTS_TYPES, ...DESTINATION_TYPES },
  permissions: EVENTS_REQUIREMENTS,
  billedUnits: eventsBilledUnits,
};
