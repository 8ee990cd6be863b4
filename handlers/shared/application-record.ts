import { type AnnouncedState, type OutgoingEvent, outcomeEvent } from '../../events/outgoing.ts';
import type { ApplicationState, ReviewReason } from '../../events/states.ts';

/** What is kept of a decision a person took. */
export interface Decision {
  readonly decision: 'APPROVE' | 'REJECT';
  readonly reviewer?: string;
  readonly comment?: string;
}

/** An item of the table of applications. Times are ISO 8601 in UTC; `version` counts the writes, from 1. */
export interface ApplicationRecord {
  readonly id: string;
  readonly state: ApplicationState;
  readonly name: string;
  readonly address: string;
  readonly email?: string;
  /** The execution that works, or worked, on it. Nobody else may change the record. */
  readonly executionArn: string;
  readonly submittedAt: string;
  /** Who submitted it, when it came through the API. They do not decide it. */
  readonly submittedBy?: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly reasons?: readonly ReviewReason[];
  readonly reviewDeadline?: string;
  readonly unprocessableReason?: string;
  readonly decision?: Decision;
}

/** What the reviewers' side may know of an application's record: nothing an applicant has written. */
export type ApplicationView = Pick<ApplicationRecord, 'state' | 'executionArn' | 'reviewDeadline' | 'decision'>;

/** The event that announces the state the record has; nothing while it is only submitted. */
export function announcementOf(record: ApplicationRecord): OutgoingEvent | undefined {
  return outcomeEvent(record.id, record.updatedAt, announcedStateOf(record));
}

function announcedStateOf({ state, decision, reasons = [], reviewDeadline = '' }: ApplicationRecord): AnnouncedState {
  if (state === 'FLAGGED_FOR_REVIEW') return { state, reasons, reviewDeadline };
  return state === 'APPROVED' ? { state, reviewed: decision !== undefined } : { state };
}
