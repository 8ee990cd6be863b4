import {
  API_EVENT_SOURCE,
  APPLICATION_AMENDED,
  APPLICATION_SUBMITTED,
  EVENT_SOURCE,
  type OutgoingEventName,
} from './names.ts';

type EventName = typeof APPLICATION_SUBMITTED | typeof APPLICATION_AMENDED | OutgoingEventName;

/** The events about states of an application. */
const ABOUT_STATES: readonly EventName[] = [
  'ReviewRequested',
  'InformationRequested',
  'ApplicationApproved',
  'ApplicationRejected',
  'ApplicationUnprocessable',
  'ReviewExpired',
];

/** The events that each function may put on the bus. The policies of the functions and docs/events.md are made from it. */
export const SENDERS = {
  'accept-submissions': [APPLICATION_SUBMITTED, APPLICATION_AMENDED],
  'register-application': ABOUT_STATES,
  'announce-outcomes': ABOUT_STATES,
  'request-information': ['InformationRequested'],
  'open-account': ['AccountOpened'],
  'seal-case-files': ['CaseFilesSealed'],
} as const satisfies Readonly<Record<string, readonly EventName[]>>;

export type Sender = keyof typeof SENDERS;

/** The source of the events that a function may put on the bus. */
export const sourceOf = (sender: Sender): string => (sender === 'accept-submissions' ? API_EVENT_SOURCE : EVENT_SOURCE);

/** The functions that may send an event. */
export const sendersOf = (event: string): readonly string[] =>
  Object.entries(SENDERS).flatMap(([sender, events]) => (events.some((each) => each === event) ? [sender] : []));
