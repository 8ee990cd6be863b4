import type { CheckResult, ErasureReason, ReturnReason } from '../../api/types.generated.ts';
import type { AmendedApplication } from '../../events/application-amended.ts';
import type { InformationRequested } from '../../events/generated/types.generated.ts';
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

/** A reviewer's questions to the applicant. `reviewer` is missing if the decision named nobody. */
export interface InformationRequest {
  /** 1 for the first return of an application. */
  readonly round: InformationRequested['round'];
  readonly reasonCode: ReturnReason;
  readonly questions: readonly string[];
  readonly comment?: string;
  readonly reviewer?: string;
  readonly requestedAt: string;
  /** The amendment must arrive before this time. */
  readonly deadline: string;
}

/** The members that the applicant changed. Version n answers the request of round n - 1; the submission is version 1. */
export interface Amendment extends Omit<AmendedApplication, 'id'> {
  readonly amendedAt: string;
  /** User who sent the amendment through the API. This user may not decide the application's review. */
  readonly amendedBy?: string;
}

/** Who erased the applicant's data, when and why. No personal data. */
export interface Tombstone {
  readonly reason: ErasureReason;
  readonly reference?: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly confirmedBy: string;
  readonly confirmedAt: string;
  readonly erasedAt: string;
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
  /** Earliest first: the request of round n is at n - 1. */
  readonly informationRequests?: readonly InformationRequest[];
  /** Earliest first: version n is at n - 2. `name`, `address` and `email` of the record stay as they were submitted. */
  readonly amendments?: readonly Amendment[];
  /** If it exists, `name` and `address` are the text "erased". Nothing changes the record any more. */
  readonly erasure?: Tombstone;
}

/** The members of an application's record without applicants' data, for functions of the review process. */
export type ApplicationView = Pick<
  ApplicationRecord,
  'state' | 'executionArn' | 'reviewDeadline' | 'decisionsRequired' | 'decision' | 'informationRequests'
>;

/** The event that announces the record's state; undefined for SUBMITTED. */
export function announcementOf(record: ApplicationRecord): OutgoingEvent | undefined {
  return outcomeEvent(record.id, record.updatedAt, announcedStateOf(record));
}

function announcedStateOf(record: ApplicationRecord): AnnouncedState {
  const { state, decision, reasons = [], reviewDeadline = '' } = record;
  switch (state) {
    case 'FLAGGED_FOR_REVIEW':
      return { state, reasons, reviewDeadline };
    case 'INFORMATION_REQUESTED':
      return { state, ...openRequestOf(record) };
    case 'APPROVED':
      return { state, reviewed: decision !== undefined };
    case 'REVIEW_EXPIRED':
      return { state, isApplicantAwaited: isUnanswered(record) };
    default:
      return { state };
  }
}

/** @throws TypeError if the record has no request */
function openRequestOf({ id, informationRequests = [] }: ApplicationRecord): InformationRequest {
  const open = informationRequests.at(-1);
  if (open === undefined) throw new TypeError(`Application ${id} is INFORMATION_REQUESTED and has no request.`);
  return open;
}

/** True if the applicant has not answered the latest request. */
export function isUnanswered({
  informationRequests = [],
  amendments = [],
}: Pick<ApplicationRecord, 'informationRequests' | 'amendments'>): boolean {
  return informationRequests.length > amendments.length;
}

/** The applicant's data with all amendments: what the checks and the reviewers judge. */
export function currentData({
  name,
  address,
  email,
  amendments = [],
}: Pick<ApplicationRecord, 'name' | 'address' | 'email' | 'amendments'>): Pick<
  ApplicationRecord,
  'name' | 'address' | 'email'
> {
  const newest = <Member extends 'name' | 'address' | 'email'>(member: Member) =>
    amendments.findLast((amendment) => amendment[member] !== undefined)?.[member];
  const latestEmail = newest('email') ?? email;
  return {
    name: newest('name') ?? name,
    address: newest('address') ?? address,
    ...(latestEmail === undefined ? {} : { email: latestEmail }),
  };
}
