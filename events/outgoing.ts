import type {
  AccountOpened,
  ApplicationApproved,
  ApplicationRejected,
  ApplicationUnprocessable,
  CaseFilesSealed,
  ReviewExpired,
  ReviewRequested,
} from './generated/types.generated.ts';
import { isApplicationApproved, isApplicationRejected, isReviewExpired } from './generated/validators.generated.js';
import type { ReviewReason } from './states.ts';

/** An event that the system puts on the bus: its detail type with the matching detail. */
export type OutgoingEvent =
  | { readonly name: 'ReviewRequested'; readonly detail: ReviewRequested }
  | { readonly name: 'ApplicationApproved'; readonly detail: ApplicationApproved }
  | { readonly name: 'ApplicationRejected'; readonly detail: ApplicationRejected }
  | { readonly name: 'ApplicationUnprocessable'; readonly detail: ApplicationUnprocessable }
  | { readonly name: 'ReviewExpired'; readonly detail: ReviewExpired }
  | { readonly name: 'AccountOpened'; readonly detail: AccountOpened }
  | { readonly name: 'CaseFilesSealed'; readonly detail: CaseFilesSealed };

/** The facts of an application that its announcement needs. Times are ISO 8601 in UTC. */
export type AnnouncedState =
  | { readonly state: 'SUBMITTED' }
  | {
      readonly state: 'FLAGGED_FOR_REVIEW';
      readonly reasons: readonly ReviewReason[];
      readonly reviewDeadline: string;
    }
  | { readonly state: 'APPROVED'; readonly reviewed: boolean }
  | { readonly state: 'REJECTED' | 'FLAGGED_WITH_UNPROCESSABLE_DATA' | 'REVIEW_EXPIRED' };

/** The event that announces an application's state since `occurredAt`; undefined for SUBMITTED. */
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
    case 'APPROVED':
      return { name: 'ApplicationApproved', detail: { ...common, outcome: 'APPROVED', reviewed: announced.reviewed } };
    case 'REJECTED':
      return { name: 'ApplicationRejected', detail: { ...common, outcome: 'REJECTED' } };
    case 'FLAGGED_WITH_UNPROCESSABLE_DATA':
      return { name: 'ApplicationUnprocessable', detail: { ...common, outcome: 'FLAGGED_WITH_UNPROCESSABLE_DATA' } };
    case 'REVIEW_EXPIRED':
      return { name: 'ReviewExpired', detail: { ...common, outcome: 'REVIEW_EXPIRED' } };
  }
}

function reviewRequested(
  common: { applicationId: string; occurredAt: string },
  reasons: readonly ReviewReason[],
  reviewDeadline: string,
): ReviewRequested {
  const [first, second] = reasons;
  if (first === undefined) throw new TypeError('A review is requested for at least one reason: NAME or ADDRESS.');
  return {
    ...common,
    outcome: 'FLAGGED_FOR_REVIEW',
    reasons: second === undefined ? [first] : [first, second],
    reviewDeadline,
  };
}

/** The detail of an ApplicationApproved event, or undefined if `detail` is not one. */
export function parseApplicationApproved(detail: unknown): ApplicationApproved | undefined {
  return isApplicationApproved(detail) ? detail : undefined;
}

/** Events that end a review if there was one. */
export type ReviewEnd = ApplicationApproved | ApplicationRejected | ReviewExpired;

/** The detail of an event that ends a review, or undefined if `detail` is not one. */
export function parseReviewEnd(detail: unknown): ReviewEnd | undefined {
  return isApplicationApproved(detail) || isApplicationRejected(detail) || isReviewExpired(detail) ? detail : undefined;
}
