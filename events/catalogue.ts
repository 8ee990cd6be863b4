import type { APPLICATION_AMENDED, APPLICATION_SUBMITTED, OutgoingEventName } from './names.ts';

export interface CatalogueEntry {
  /** One sentence about the fact that the event announces. */
  readonly happened: string;
  /** The sender. */
  readonly emittedBy: string;
  /** The rules of this system that match the event, each with its effect. */
  readonly consumedBy: Readonly<Record<string, string>>;
}

type EventName = typeof APPLICATION_SUBMITTED | typeof APPLICATION_AMENDED | OutgoingEventName;

/** Facts about each event that its schema does not contain. docs/events.md is generated from both. */
export const CATALOGUE: Readonly<Record<EventName, CatalogueEntry>> = {
  ApplicationSubmitted: {
    happened: 'An application for an account was submitted.',
    emittedBy: 'every sender with permission to put events on the bus, for example `aws events put-events`',
    consumedBy: {
      'start-account-application': 'starts the workflow with the detail as its input',
      'preview-replay': 'receives only replays named `preview-…`, which show the effect of a replay',
    },
  },
  ApplicationAmended: {
    happened: "The applicant answered a reviewer's questions and changed data of the application.",
    emittedBy: 'every sender with permission to put events on the bus, after InformationRequested',
    consumedBy: {
      'take-amendment': 'stores the changed data beside the submission and continues the run',
      'preview-replay': 'receives only replays named `preview-…`, which show the effect of a replay',
    },
  },
  ReviewRequested: {
    happened: 'A check was flagged, and a person must decide until the deadline.',
    emittedBy: 'the function `announce-outcomes`, after the state *Flag Application For Review*',
    consumedBy: {},
  },
  InformationRequested: {
    happened: 'A reviewer returned the application, and the applicant must answer until the deadline.',
    emittedBy:
      'the function `announce-outcomes`, after the state *Await Information*; by `request-information` as a reminder',
    consumedBy: { 'close-review': 'closes the review in the ledger' },
  },
  ApplicationApproved: {
    happened: 'The application was approved, by its checks or by a reviewer.',
    emittedBy: 'the function `announce-outcomes`, after the state *Approve Application*',
    consumedBy: {
      'open-account': 'opens the account',
      'close-review': 'closes the review in the ledger, if there was one',
    },
  },
  ApplicationRejected: {
    happened: 'A reviewer rejected the application.',
    emittedBy: 'the function `announce-outcomes`, after the state *Reject Application*',
    consumedBy: { 'close-review': 'closes the review in the ledger' },
  },
  ApplicationUnprocessable: {
    happened: 'A check could not read the data; the record has the reason.',
    emittedBy: 'the function `announce-outcomes`, after the state *Flag Application As Unprocessable*',
    consumedBy: {},
  },
  ReviewExpired: {
    happened:
      'Nobody decided the application before the deadline of its review, or the applicant did not answer in time.',
    emittedBy: 'the function `announce-outcomes`, after the state *Review Expired*',
    consumedBy: { 'close-review': 'closes the review in the ledger' },
  },
  AccountOpened: {
    happened: 'The account of an approved application is open.',
    emittedBy: 'the function `open-account`',
    consumedBy: {},
  },
  CaseFilesSealed: {
    happened: 'The ends of all case files were sealed by one hash.',
    emittedBy: 'the function `seal-case-files`, once a day',
    consumedBy: {},
  },
};
