import type { Applicant } from '../../../events/application-submitted.ts';

/** A request with an Idempotency-Key, as it is stored. */
export interface Submission {
  readonly id: string;
  readonly applicationId: string;
  /** Hash of the request's body; a different hash under the same key is another request. */
  readonly digest: string;
  readonly expiresAtEpochSeconds: number;
  /** ISO 8601 in UTC; missing until the bus has accepted the event. */
  readonly acceptedAt?: string;
}

export interface Submissions {
  /** Stores the submission if its id is new. Returns the stored submission: this one or the earlier one. */
  keepFirst(submission: Submission): Promise<Submission>;
  markAccepted(id: string, now: Date): Promise<void>;
}

/** Puts ApplicationSubmitted on the bus. @throws TryAgainException if the bus did not accept it */
export type Submit = (application: Applicant, submittedBy: string) => Promise<void>;
