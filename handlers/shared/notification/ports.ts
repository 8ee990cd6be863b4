import type { ApplicationRecord } from '../application-record.ts';
import type { EndOfRun } from './end-of-run.ts';
import type { Mail, MailKind } from './mail.ts';

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Publishes a mail to all subscribers. */
export type Publish = (mail: Mail, kind: MailKind) => Promise<void>;

/** CLAIMED: the caller has the lease on the notification. TAKEN: another invocation has it. SENT: the mail was sent. */
export type Claim = 'CLAIMED' | 'TAKEN' | 'SENT';

/** Stored state of notifications, by idempotency key. */
export interface Notifications {
  /** Tries to get the lease on a notification, which ends at `claimedUntil`. */
  claim(key: string, now: Date, claimedUntil: Date): Promise<Claim>;
  /** `end`: for a mail about the end of a run that concerns an application on record. */
  markSent(key: string, now: Date, end?: EndOfRun): Promise<void>;
}

/** Stored state of notifications, and the ends of runs that need none. */
export interface EndsOfRuns extends Notifications {
  /** Stores the end of a run that found that its application belongs to another run. */
  addDuplicate(key: string, now: Date, end: EndOfRun): Promise<void>;
}
