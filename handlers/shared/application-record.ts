import type { CheckResult } from '../../api/types.generated.ts';
import { type AnnouncedState, type OutgoingEvent, outcomeEvent } from '../../events/outgoing.ts';
import type { ApplicationState, ReviewReason } from '../../events/states.ts';

/** A reviewer's decision, as stored in the application's record. */
export interface Decision {
  readonly decision: 'APPROVE' | 'REJECT';
  readonly reviewer?: string;
  readonly comment?: string;
  /** The different people who made the decision together, if the review required two. */
  readonly reviewers?: readonly string[];
}

/** An item of the applications table. Times are ISO 8601 in UTC. `version` is 1 at first; each write adds 1. */
export interface ApplicationRecord {
  readonly id: string;
  readonly state: ApplicationState;
  readonly name: string;
  readonly address: string;
  readonly email?: string;
  /** The execution that owns the record: only this execution may change it. */
  readonly executionArn: string;
  readonly submittedAt: string;
  /** User who submitted the application through the API. This user may not decide its review. */
  readonly submittedBy?: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly reasons?: readonly ReviewReason[];
  /** What the checks said when the review was requested, in the order of REVIEW_REASONS. */
  readonly checks?: readonly CheckResult[];
  readonly reviewDeadline?: string;
  /** Number of different people who must decide the review. Undefined in records of earlier versions: one. */
  readonly decisionsRequired?: number;
  readonly unprocessableReason?: string;
  readonly decision?: Decision;
}

/** The members of an application's record without applicants' data, for functions of the review process. */
export type ApplicationView = Pick<
  ApplicationRecord,
  'state' | 'executionArn' | 'reviewDeadline' | 'decisionsRequired' | 'decision'
>;

/** The event that announces the record's state; undefined for SUBMITTED. */
export function announcementOf(record: ApplicationRecord): OutgoingEvent | undefined {
  return outcomeEvent(record.id, record.updatedAt, announcedStateOf(record));
}

function announcedStateOf({ state, decision, reasons = [], reviewDeadline = '' }: ApplicationRecord): AnnouncedState {
  if (state === 'FLAGGED_FOR_REVIEW') return { state, reasons, reviewDeadline };
  return state === 'APPROVED' ? { state, reviewed: decision !== undefined } : { state };
}
