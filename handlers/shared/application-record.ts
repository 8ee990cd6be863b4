import type { CheckResult } from '../../api/types.generated.ts';
import { type AnnouncedState, type OutgoingEvent, outcomeEvent } from '../../events/outgoing.ts';
import type { ApplicationState, ReviewReason } from '../../events/states.ts';

/** A reviewer's decision, as stored in the application's record. */
export interface Decision {
  readonly decision: 'APPROVE' | 'REJECT';
  readonly reviewer?: string;
  readonly comment?: string;
}

/** An item of the applications table. Times are ISO 8601 in UTC; `version` counts the writes, from 1. */
export interface ApplicationRecord {
  readonly id: string;
  readonly state: ApplicationState;
  readonly name: string;
  readonly address: string;
  readonly email?: string;
  /** The execution that owns the record: only this execution may change it. */
  readonly executionArn: string;
  readonly submittedAt: string;
  /** User name of the submitter, if it was submitted through the API. This user may not decide it. */
  readonly submittedBy?: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly reasons?: readonly ReviewReason[];
  /** What the checks said when the review was requested, in the order of REVIEW_REASONS. */
  readonly checks?: readonly CheckResult[];
  readonly reviewDeadline?: string;
  readonly unprocessableReason?: string;
  readonly decision?: Decision;
}

/** The members of an application's record without applicants' data, for functions of the review process. */
export type ApplicationView = Pick<ApplicationRecord, 'state' | 'executionArn' | 'reviewDeadline' | 'decision'>;

/** The event that announces the record's state; undefined for SUBMITTED. */
export function announcementOf(record: ApplicationRecord): OutgoingEvent | undefined {
  return outcomeEvent(record.id, record.updatedAt, announcedStateOf(record));
}

function announcedStateOf({ state, decision, reasons = [], reviewDeadline = '' }: ApplicationRecord): AnnouncedState {
  if (state === 'FLAGGED_FOR_REVIEW') return { state, reasons, reviewDeadline };
  return state === 'APPROVED' ? { state, reviewed: decision !== undefined } : { state };
}
