import type { Applicant } from '../../../events/application-submitted.ts';

/** What is kept of a request that has an Idempotency-Key. */
export interface Submission {
  readonly id: string;
  readonly applicationId: string;
  /** Of the request's body, to tell another request under the same key. */
  readonly digest: string;
  readonly expiresAtEpochSeconds: number;
  /** ISO 8601; missing until the bus has taken the event. */
  readonly acceptedAt?: string;
}

export interface Submissions {
  /** Stores the submission unless there is one under its id, and answers the one that is stored. */
  keepFirst(submission: Submission): Promise<Submission>;
  markAccepted(id: string, now: Date): Promise<void>;
}

/** Puts ApplicationSubmitted on the bus. @throws TryAgainException when the bus did not take it */
export type Submit = (application: Applicant, submittedBy: string) => Promise<void>;
