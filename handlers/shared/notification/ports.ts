import type { ApplicationRecord } from '../application-record.ts';
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
  markSent(key: string, now: Date): Promise<void>;
}
