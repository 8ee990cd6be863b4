import type { Problem } from '../http/problem.ts';
import type { Absence } from './absences.ts';
import type { Claim, ReviewDecision } from './entry.ts';

// The answers to refused requests about reviews.

export const unknownReview = (applicationId: string): Problem => ({
  status: 404,
  code: 'NOT_FOUND',
  detail: `There is no review of the application ${applicationId}.`,
});

export const expired = (at: string): Problem => ({
  status: 410,
  code: 'REVIEW_EXPIRED',
  detail: `This review can no longer be decided: it ended at ${at}.`,
  endedAt: at,
});

export const decided = ({ decision, reviewer, at }: ReviewDecision): Problem => ({
  status: 409,
  code: 'ALREADY_DECIDED',
  detail: `${reviewer ?? 'An unnamed person'} decided ${decision} at ${at}.`,
  ...(reviewer === undefined ? {} : { decidedBy: reviewer }),
  decidedAt: at,
  decision,
});

export const claimed = ({ reviewer, until }: Claim): Problem => ({
  status: 409,
  code: 'CLAIMED',
  detail: `${reviewer} holds this review until ${until}.`,
  claimedBy: reviewer,
  claimedUntil: until,
});

export const changed = (version: number): Problem => ({
  status: 412,
  code: 'CHANGED',
  detail: `The review has changed: its version is ${version} now. Read it again.`,
  version,
});

export const ownApplication = (): Problem => ({
  status: 403,
  code: 'REVIEWER_IS_SUBMITTER',
  detail: 'You submitted this application and may not decide it. Another reviewer must decide it.',
});

export const secondPersonRequired = (decidedAt: string): Problem => ({
  status: 403,
  code: 'SECOND_PERSON_REQUIRED',
  detail: `You decided this review at ${decidedAt}. Another person must make the next decision.`,
  decidedAt,
});

export const supervisorRequired = (): Problem => ({
  status: 403,
  code: 'SUPERVISOR_REQUIRED',
  detail: 'Two reviewers decided this review differently. A supervisor must decide it.',
});

export const returnedTooOften = (times: number): Problem => ({
  status: 409,
  code: 'RETURN_LIMIT',
  detail: `The application was returned ${times} times, which is the maximum. Approve or reject it.`,
});

export const submittedAnew = (): Problem => ({
  status: 409,
  code: 'SUBMITTED_ANEW',
  detail: 'The application was submitted again while you decided. Read the review again, then decide.',
});

export const notHolder = (): Problem => ({
  status: 403,
  code: 'NOT_HOLDER',
  detail: 'Only the reviewer who holds the review, or a supervisor, may release it.',
});

export const onlySupervisor = (): Problem => ({
  status: 403,
  code: 'FORBIDDEN',
  field: 'takeOver',
  detail: 'Only a supervisor may take over a review.',
});

export const requestRenewed = (): Problem => ({
  status: 503,
  code: 'TRY_AGAIN',
  detail:
    'The decision is stored, but the workflow is renewing its review request. Send the same request again in a moment.',
});

export const tooManyAttempts = (): Problem => ({
  status: 503,
  code: 'TRY_AGAIN',
  detail: 'Too many requests changed this review at the same time. Send the same request again.',
});

export const absent = ({ username, until }: Absence): Problem => ({
  status: 409,
  code: 'ABSENT',
  detail: `${username} is out of office until ${until}.`,
  absentUntil: until,
});

export const absenceOfOther = (): Problem => ({
  status: 403,
  code: 'FORBIDDEN',
  detail: 'Only a supervisor may set or end the absence of another person.',
});

export const othersWereFaster = (): Problem => ({
  status: 503,
  code: 'TRY_AGAIN',
  detail: 'Other reviewers took each review before you. Send the same request again.',
});
