// Handlers, infra, cli and console load this file, so it imports nothing.

/** Name of the event bus and of its archive. */
export const BUS_NAME = 'account-applications';
export const EVENT_SOURCE = 'account-applications';
/**
 * Source of the submissions and amendments that come through the API, which has checked who sent them. Only the API's
 * function may put events of this source on the bus.
 */
export const API_EVENT_SOURCE = 'account-applications.api';

/** The event that starts the workflow. Any sender with permission to put events on the bus may send it. */
export const APPLICATION_SUBMITTED = 'ApplicationSubmitted';

/** The applicant's answer to InformationRequested. Any sender with permission to put events on the bus may send it. */
export const APPLICATION_AMENDED = 'ApplicationAmended';

/** The events that the system puts on the bus. They contain ids and outcomes, never an applicant's data. */
export const OUTGOING_EVENTS = [
  'ReviewRequested',
  'InformationRequested',
  'ApplicationApproved',
  'ApplicationRejected',
  'ApplicationUnprocessable',
  'ReviewExpired',
  'AccountOpened',
  'CaseFilesSealed',
] as const;

export type OutgoingEventName = (typeof OUTGOING_EVENTS)[number];

/** The physical name of a resource in a deployment, as `named` in infra/constructs gives it. */
export const prefixed = (name: string, prefix: string | undefined): string =>
  prefix === undefined ? name : `${prefix}-${name}`;
