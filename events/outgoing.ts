import type {
  AccountOpened,
  ApplicationApproved,
  ApplicationRejected,
  ApplicationUnprocessable,
  CaseFilesSealed,
  InformationRequested,
  ReviewExpired,
  ReviewRequested,
} from './generated/types.generated.ts';
import {
  isApplicationApproved,
  isApplicationRejected,
  isInformationRequested,
  isReviewExpired,
} from './generated/validators.generated.js';
import type { ReviewReason } from './states.ts';

/** An event that the system puts on the bus: its detail type with the matching detail. */
export type OutgoingEvent =
  | { readonly name: 'ReviewRequested'; readonly detail: ReviewRequested }
  | { readonly name: 'InformationRequested'; readonly detail: InformationRequested }
  | { readonly name: 'ApplicationApproved'; readonly detail: ApplicationApproved }
  | { readonly name: 'ApplicationRejected'; readonly detail: ApplicationRejected }
  | { readonly name: 'ApplicationUnprocessable'; readonly detail: ApplicationUnprocessable }
  | { readonly name: 'ReviewExpired'; readonly detail: ReviewExpired }
  | { readonly name: 'AccountOpened'; readonly detail: AccountOpened }
  | { readonly name: 'CaseFilesSealed'; readonly detail: CaseFilesSealed };

/** A state of an application, with the data that its event needs. Times are ISO 8601 in UTC. */
export type AnnouncedState =
  | { readonly state: 'SUBMITTED' }
  | {
      readonly state: 'FLAGGED_FOR_REVIEW';
      readonly reasons: readonly ReviewReason[];
      readonly reviewDeadline: string;
    }
  | {
      readonly state: 'INFORMATION_REQUESTED';
      readonly round: InformationRequested['round'];
      readonly reasonCode: InformationRequested['reasonCode'];
      readonly deadline: string;
    }
  | { readonly state: 'APPROVED'; readonly reviewed: boolean }
  /** `isApplicantAwaited`: true if the applicant, not a reviewer, did not act in time. */
  | { readonly state: 'REVIEW_EXPIRED'; readonly isApplicantAwaited?: boolean }
  | { readonly state: 'REJECTED' | 'FLAGGED_WITH_UNPROCESSABLE_DATA' };

/** The event for a state that the application has had since `occurredAt`. Undefined for SUBMITTED. */
export function outcomeEvent(
  applicationId: string,
  occurredAt: string,
  announced: AnnouncedState,
): OutgoingEvent | undefined {
  const common = { applicationId, occurredAt };
  switch (announced.state) {
    case 'SUBMITTED':
      return undefined;
    case 'FLAGGED_FOR_REVIEW':
      return { name: 'ReviewRequested', detail: reviewRequested(common, announced.reasons, announced.reviewDeadline) };
    case 'INFORMATION_REQUESTED': {
      const { state: outcome, round, reasonCode, deadline } = announced;
      return { name: 'InformationRequested', detail: { ...common, outcome, round, reasonCode, deadline } };
    }
    case 'APPROVED':
      return { name: 'ApplicationApproved', detail: { ...common, outcome: 'APPROVED', reviewed: announced.reviewed } };
    case 'REJECTED':
      return { name: 'ApplicationRejected', detail: { ...common, outcome: 'REJECTED' } };
    case 'FLAGGED_WITH_UNPROCESSABLE_DATA':
      return { name: 'ApplicationUnprocessable', detail: { ...common, outcome: 'FLAGGED_WITH_UNPROCESSABLE_DATA' } };
    case 'REVIEW_EXPIRED':
      return { name: 'ReviewExpired', detail: reviewExpired(common, announced.isApplicantAwaited === true) };
  }
}

type Common = { readonly applicationId: string; readonly occurredAt: string };

const reviewExpired = (common: Common, isApplicantAwaited: boolean): ReviewExpired => ({
  ...common,
  outcome: 'REVIEW_EXPIRED',
  ...(isApplicantAwaited ? { awaited: 'APPLICANT' } : {}),
});

function reviewRequested(common: Common, reasons: readonly ReviewReason[], reviewDeadline: string): ReviewRequested {
  const [first, second] = reasons;
  if (first === undefined) throw new TypeError('A review request needs at least one reason: NAME or ADDRESS.');
  return {
    ...common,
    outcome: 'FLAGGED_FOR_REVIEW',
    reasons: second === undefined ? [first] : [first, second],
    reviewDeadline,
  };
}

/** Returns `detail` if it is the valid detail of an ApplicationApproved event, else undefined. */
export function parseApplicationApproved(detail: unknown): ApplicationApproved | undefined {
  return isApplicationApproved(detail) ? detail : undefined;
}

/** Details of the events that end a review. An application approved without a review has none to end. */
export type ReviewEnd = InformationRequested | ApplicationApproved | ApplicationRejected | ReviewExpired;

/** Returns `detail` if it is the valid detail of an event that ends a review, else undefined. */
export function parseReviewEnd(detail: unknown): ReviewEnd | undefined {
  const isEnd =
    isInformationRequested(detail) ||
    isApplicationApproved(detail) ||
    isApplicationRejected(detail) ||
    isReviewExpired(detail);
  return isEnd ? detail : undefined;
}
