import type { AmendedApplication } from '../../../events/application-amended.ts';
import type { Applicant } from '../../../events/application-submitted.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';

/** The stored item of a request with an Idempotency-Key. */
export interface Submission {
  readonly id: string;
  readonly applicationId: string;
  /** Hash of the request's body. The same key with a different hash is refused, because it is another request. */
  readonly digest: string;
  readonly expiresAtEpochSeconds: number;
  /** Time at which the bus accepted the event, ISO 8601 in UTC. Missing before that. */
  readonly acceptedAt?: string;
}

export interface Submissions {
  /** Stores the submission if its id is new. Returns the item that is then in the table: this one or an earlier one. */
  keepFirst(submission: Submission): Promise<Submission>;
  markAccepted(id: string, now: Date): Promise<void>;
}

/** Puts ApplicationSubmitted on the bus. @throws TryAgainException if the bus did not accept it */
export type Submit = (application: Applicant, submittedBy: string) => Promise<void>;

/** Puts ApplicationAmended on the bus. @throws TryAgainException if the bus did not accept it */
export type Amend = (application: AmendedApplication, submittedBy: string) => Promise<void>;

export interface Applications {
  /** The record of an application; undefined if there is none. */
  find(id: string): Promise<ApplicationRecord | undefined>;
}
