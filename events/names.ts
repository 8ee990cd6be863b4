// Loaded by handlers, reviewer and infra: plain values, no imports.

/** The event bus, its archive and the source of every event on it. */
export const BUS_NAME = 'account-applications';
export const EVENT_SOURCE = 'account-applications';

/** The event that starts the workflow; anybody allowed to put events on the bus sends it. */
export const APPLICATION_SUBMITTED = 'ApplicationSubmitted';

/** The events the system itself puts on the bus. They carry ids and outcome, never an applicant's data. */
export const OUTGOING_EVENTS = [
  'ReviewRequested',
  'ApplicationApproved',
  'ApplicationRejected',
  'ApplicationUnprocessable',
  'ReviewExpired',
  'AccountOpened',
] as const;

export type OutgoingEventName = (typeof OUTGOING_EVENTS)[number];
